/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.lane.Outcome.Delivered;
import dev.fanlight.exporters.internal.lane.Outcome.Later;
import dev.fanlight.exporters.internal.lane.Outcome.Rejected;
import dev.fanlight.exporters.internal.lane.Outcome.TooLarge;
import dev.fanlight.exporters.internal.lane.Schedule.Standing;
import dev.fanlight.exporters.internal.log.UnreadableException;
import dev.fanlight.exporters.internal.text.ForeignText;
import dev.fanlight.exporters.spi.LedgerSnapshot.State;
import dev.fanlight.exporters.spi.Vendor;
import io.opentelemetry.sdk.common.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One attempt of a job, and what follows from its outcome. Sender threads only. */
final class Attempts {

  private final Supplier<Wiring> wiring;
  private final Schedule schedule;
  private final Settlement settlement;
  private final Notices notices;
  private final LoadMeter meter;
  private final Clock clock;

  Attempts(
      Supplier<Wiring> wiring,
      Schedule schedule,
      Settlement settlement,
      Notices notices,
      LoadMeter meter,
      Clock clock) {
    this.wiring = wiring;
    this.schedule = schedule;
    this.settlement = settlement;
    this.notices = notices;
    this.meter = meter;
    this.clock = clock;
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
    } catch (InterruptedException calledOff) { // the lane stops, or the log needs the room at once
      schedule.landed(job);
      schedule.tryAgainLater(job);
      throw calledOff;
    } catch (UnreadableException notNow) {
      schedule.tryAgainLater(
          job); // what is on disk is asked for again, and expires like anything else
    } catch (Throwable e) {
      giveUp(job, e);
    }
  }

  private void send(Job job, Parcel parcel, Wiring current) throws InterruptedException {
    Vendor vendor = current.settings().vendor();
    job.handedOver(); // from here the vendor may have it
    long start = clock.nanoTime();
    Outcome sent = current.sender().send(parcel);
    meter.requestEnded(clock.nanoTime() - start);
    Outcome outcome = judged(job, job.judged(sent));
    refreshIfRefused(vendor, outcome); // before another sender may start with the same credentials
    BisectedJob bisected = schedule.bisectionOf(job);
    outcome = bisected == null ? outcome : schedule.judged(bisected, outcome);
    Standing standing = schedule.ended(job, outcome); // when may the next one start
    notices.attemptEnded(standing.state(), outcome);
    tellWarning(outcome);
    if (bisected != null) {
      goOn(bisected, outcome, standing);
    } else {
      int spans = job.headSpans();
      job.book(outcome, standing); // what became of its spans
      settleOrTryAgain(job, outcome, standing, spans);
    }
  }

  /** Several batches in one request are taken apart before one of them is refused. */
  private static Outcome judged(Job job, Outcome outcome) {
    if (job.lease().size() > 1) {
      if (outcome instanceof Rejected rejected) {
        return new TooLarge(rejected.message());
      }
      if (outcome instanceof Later later && later.kind() == Outcome.Kind.FORBIDDEN) {
        return new TooLarge(later.message());
      }
    }
    return outcome;
  }

  private void goOn(BisectedJob bisected, Outcome outcome, Standing standing) {
    Job job = bisected.job();
    BisectedJob.Step step = bisected.book(outcome, standing);
    if (step != BisectedJob.Step.NEXT) {
      schedule.bisectionEnded();
    }
    if (job.isSettled()) {
      settlement.settle(job);
      return;
    }
    settlement.settlePart(job);
    if (step == BisectedJob.Step.SUSPENDED) {
      RefusedJob refused = bisected.refused();
      schedule.refuse(
          job, refused.refusal(), refused.cause(), refused.search(), standing.successes());
    } else {
      schedule.tryAgain(List.of(job));
    }
  }

  private void tellWarning(Outcome outcome) {
    if (outcome instanceof Delivered delivered
        && delivered.refused() == 0
        && !delivered.message().isEmpty()) {
      notices.warned(delivered.message());
    }
  }

  private void settleOrTryAgain(Job job, Outcome outcome, Standing standing, int spans) {
    if (job.isPoison() && (spans == 1 || isUnauthorised(outcome))) {
      job.rejectHead("poison");
    }
    if (job.isSettled()) {
      settlement.settle(job);
      return;
    }
    settlement.settlePart(job);
    RefusedJob.Cause cause = causeOfRefusal(job, outcome, standing, spans);
    if (cause == null) {
      schedule.tryAgain(job.dissolved());
    } else {
      schedule.refuse(
          job, refusal(cause, outcome), cause, new Bisection(spans), standing.successes());
    }
  }

  /** Returns why a batch may be refused for good; null if it is tried again as others are. */
  private static RefusedJob.@Nullable Cause causeOfRefusal(
      Job job, Outcome outcome, Standing standing, int spans) {
    if (outcome instanceof Rejected && spans > 1) {
      return RefusedJob.Cause.REJECTED;
    }
    if (job.isPoison()) {
      return RefusedJob.Cause.POISON;
    }
    boolean isForbidden = outcome instanceof Later later
        && later.kind() == Outcome.Kind.FORBIDDEN
        && job.lease().size() == 1
        && standing.state() != State.UNAUTHORISED;
    return isForbidden ? RefusedJob.Cause.FORBIDDEN : null;
  }

  /** 401: no span can be the reason, and nothing is bisected. */
  private static boolean isUnauthorised(Outcome outcome) {
    return outcome instanceof Later later && later.kind() == Outcome.Kind.UNAUTHORISED;
  }

  private static Rejected refusal(RefusedJob.Cause cause, Outcome outcome) {
    if (outcome instanceof Rejected rejected) {
      return rejected;
    }
    Later later = (Later) outcome;
    return new Rejected(
        cause == RefusedJob.Cause.POISON ? "poison" : later.reason(), later.message());
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
