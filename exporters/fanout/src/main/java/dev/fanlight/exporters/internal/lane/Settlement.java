/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import java.util.List;

/** The end of a job: what became of its spans is booked, the log forgets it, and whoever waits is told. Any thread. */
final class Settlement {

  private final Ledger ledger;
  private final Notices notices;
  private final Schedule schedule;
  private final Housekeeping housekeeping;
  private volatile String toldElsewhere = "";

  Settlement(Ledger ledger, Notices notices, Schedule schedule, Housekeeping housekeeping) {
    this.ledger = ledger;
    this.notices = notices;
    this.schedule = schedule;
    this.housekeeping = housekeeping;
  }

  /** commit: from here the ledger has it and the log may forget it. */
  void settle(Job job) {
    Tally tally = job.takeTally();
    if (!job.lease().settle(() -> ledger.settled(tally))) {
      return; // the lane was stopped meanwhile, and these spans were booked then
    }
    tellLosses(tally, job.lastMessage());
    schedule.someSettled();
  }

  /** Books the spans of a job that are settled already, while others of the same record still wait. */
  void settlePart(Job job) {
    Tally tally = job.takeTally();
    if (tally.spans() > 0 && job.lease().settlePart(tally.spans(), () -> ledger.settled(tally))) {
      tellLosses(tally, job.lastMessage());
    }
  }

  /** Drops what is left of jobs that waited. */
  void giveUp(List<Job> jobs, String reason) {
    for (Job job : jobs) {
      if (job.unpark()) { // else the log gave it up and has booked it
        BisectedJob bisected = schedule.bisectionOf(job);
        if (bisected == null) {
          job.drop(reason, "");
        } else { // the vendor has refused the batch, and nothing has found out since which span it
          // means
          job.dropRefused(bisected.refused().refusal().reason());
        }
        settle(job);
      }
    }
  }

  /** Gives up batches as they were refused. */
  void rejectAsTheyAre(List<RefusedJob> jobs) {
    for (RefusedJob refused : jobs) {
      if (refused.job().unpark()) {
        refused.job().rejectAll(refused.refusal().reason());
        settle(refused.job());
      }
    }
  }

  /** The log gave up spans of ours, and booked them. */
  void lost(long spans, String reason) {
    housekeeping.measure();
    notices.lost(spans, reason, "");
    schedule.someGone();
  }

  /** Losses for this reason are told by whoever stops the lane, not one by one. */
  void doNotTell(String reason) {
    toldElsewhere = reason;
  }

  private void tellLosses(Tally tally, String message) {
    tally.rejected().forEach((reason, spans) -> notices.lost(spans, reason, message));
    tally.dropped().forEach((reason, spans) -> {
      if (!reason.equals(toldElsewhere)) {
        notices.lost(spans, reason, message);
      }
    });
  }
}
