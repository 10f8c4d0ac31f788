/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.lane.Outcome.Delivered;
import dev.fanlight.exporters.internal.lane.Outcome.Later;
import dev.fanlight.exporters.internal.lane.Schedule.Standing;
import dev.fanlight.exporters.internal.log.UnreadableException;
import dev.fanlight.exporters.internal.text.ForeignText;
import dev.fanlight.exporters.spi.Vendor;
import java.util.function.Supplier;

/** One attempt of a job, and what follows from its outcome. Sender threads only. */
final class Attempts {

  private final Supplier<Wiring> wiring;
  private final Schedule schedule;
  private final Settlement settlement;
  private final Notices notices;

  Attempts(Supplier<Wiring> wiring, Schedule schedule, Settlement settlement, Notices notices) {
    this.wiring = wiring;
    this.schedule = schedule;
    this.settlement = settlement;
    this.notices = notices;
  }

  /**
   * Makes the job's next request and settles it, or puts it back for another try.
   *
   * @throws InterruptedException if the attempt was called off; the job waits for another try then
   */
  void attempt(Job job, Packer packer) throws InterruptedException {
    Wiring current = wiring.get();
    Vendor vendor = current.settings().vendor();
    try {
      Packing packing = job.pack(packer, vendor.wire(), vendor.limits());
      if (packing instanceof Packing.Ready ready) {
        if (ready.isCopy()) {
          schedule.wakeOne(); // most of the copies are gone: there may be room for another request
        }
        send(job, ready.parcel(), current);
      } else {
        notSent(job, packing);
      }
    } catch (InterruptedException calledOff) {
      putBack(job);
      throw calledOff;
    } catch (UnreadableException notNow) {
      schedule.tryAgainLater(job); // what is on disk is asked for again, and expires like anything else
    } catch (Throwable e) {
      giveUp(job, e);
    }
  }

  private void send(Job job, Parcel parcel, Wiring current) throws InterruptedException {
    Vendor vendor = current.settings().vendor();
    job.handedOver(); // from here the vendor may have it
    Outcome outcome = job.judged(current.sender().send(parcel));
    refreshIfRefused(vendor, outcome); // before another sender may start with the same credentials
    Standing standing = schedule.ended(job, outcome); // when may the next one start
    job.book(outcome, standing); // what became of its spans
    notices.attemptEnded(standing.state(), outcome);
    tellWarning(outcome);
    settleOrTryAgain(job);
  }

  private void tellWarning(Outcome outcome) {
    if (outcome instanceof Delivered delivered
        && delivered.refused() == 0
        && !delivered.message().isEmpty()) {
      notices.warned(delivered.message());
    }
  }

  private void settleOrTryAgain(Job job) {
    if (job.isPoison()) {
      job.reject("poison");
    }
    if (job.isSettled()) {
      settlement.settle(job);
    } else {
      settlement.settlePart(job);
      schedule.tryAgain(job.dissolved());
    }
  }

  private void notSent(Job job, Packing packing) {
    if (packing instanceof Packing.Impossible impossible) {
      schedule.landed(job);
      if (impossible.isRejected()) {
        job.rejectAll(impossible.reason());
      } else {
        job.drop(impossible.reason(), impossible.message());
      }
      settlement.settle(job);
      return;
    }
    if (packing instanceof Packing.Apart apart) {
      schedule.learnMessageRatio(apart.messageRatio());
      putBack(job);
    } else {
      schedule.tryAgainLater(job);
    }
  }

  private void putBack(Job job) {
    schedule.landed(job);
    schedule.tryAgain(job.dissolved());
  }

  /** A damaged record, or a defect of ours: this job is lost, the lane goes on. */
  private void giveUp(Job job, Throwable e) {
    schedule.landed(job);
    if (e instanceof IllegalArgumentException) {
      job.drop("corrupt", ForeignText.message(e));
    } else {
      job.drop("internal_error", e.getClass().getName());
    }
    settlement.settle(job);
  }

  private static void refreshIfRefused(Vendor vendor, Outcome outcome) {
    if (outcome instanceof Later later && later.kind().isAboutCredentials()) {
      try {
        vendor.headers().refresh();
      } catch (RuntimeException | Error ignored) {
        // a plugin's: the vendor goes on refusing, and it is asked again
      }
    }
  }
}
