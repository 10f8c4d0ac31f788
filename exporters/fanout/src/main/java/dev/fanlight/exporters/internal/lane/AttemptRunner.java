/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.lane.DeliverySchedule.LaneStatus;
import dev.fanlight.exporters.internal.lane.Outcome.Delivered;
import dev.fanlight.exporters.internal.lane.Outcome.Later;
import dev.fanlight.exporters.internal.lane.Outcome.Rejected;
import dev.fanlight.exporters.internal.lane.Outcome.TooLarge;
import dev.fanlight.exporters.internal.log.UnreadableException;
import dev.fanlight.exporters.internal.text.ForeignText;
import dev.fanlight.exporters.spi.LedgerSnapshot.State;
import dev.fanlight.exporters.spi.Vendor;
import io.opentelemetry.sdk.common.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One attempt of a delivery, and what follows from its outcome. Sender threads only. */
final class AttemptRunner {

  private final Supplier<ActiveSender> activeSender;
  private final DeliverySchedule schedule;
  private final DeliverySettlement settlement;
  private final LaneLog notices;
  private final LoadMeter meter;
  private final Clock clock;

  AttemptRunner(
      Supplier<ActiveSender> activeSender,
      DeliverySchedule schedule,
      DeliverySettlement settlement,
      LaneLog notices,
      LoadMeter meter,
      Clock clock) {
    this.activeSender = activeSender;
    this.schedule = schedule;
    this.settlement = settlement;
    this.notices = notices;
    this.meter = meter;
    this.clock = clock;
  }

  /**
   * Makes the delivery's next request and settles it, or puts it back for another try.
   *
   * @throws InterruptedException if the attempt was called off; the delivery waits for another try then
   */
  void attempt(Delivery delivery, RequestPacker packer) throws InterruptedException {
    ActiveSender current = activeSender.get();
    Vendor vendor = current.settings().vendor();
    try {
      PackingResult packing = delivery.pack(packer, vendor.wire(), vendor.limits());
      if (packing instanceof PackingResult.Ready ready) {
        if (ready.isCopy()) {
          schedule.wakeOne(); // most of the copies are gone: there may be room for another request
        }
        send(delivery, ready.request(), current);
      } else {
        notSent(delivery, packing);
      }
    } catch (InterruptedException calledOff) { // the lane stops, or the log needs the room at once
      schedule.landed(delivery);
      schedule.tryAgainLater(delivery);
      throw calledOff;
    } catch (UnreadableException notNow) {
      schedule.tryAgainLater(
          delivery); // what is on disk is asked for again, and expires like anything else
    } catch (Throwable e) {
      giveUp(delivery, e);
    }
  }

  private void send(Delivery delivery, EncodedRequest request, ActiveSender current)
      throws InterruptedException {
    Vendor vendor = current.settings().vendor();
    delivery.handedOver(); // from here the vendor may have it
    long start = clock.nanoTime();
    Outcome sent = current.sender().send(request);
    meter.requestEnded(clock.nanoTime() - start);
    Outcome outcome = judged(delivery, delivery.judged(sent));
    refreshIfRefused(vendor, outcome); // before another sender may start with the same credentials
    BisectedDelivery bisected = schedule.bisectionOf(delivery);
    outcome = bisected == null ? outcome : schedule.judged(bisected, outcome);
    LaneStatus status = schedule.ended(delivery, outcome); // when may the next one start
    notices.attemptEnded(status.state(), outcome);
    tellWarning(outcome);
    if (bisected != null) {
      goOn(bisected, outcome, status);
    } else {
      int spans = delivery.headSpans();
      delivery.book(outcome, status); // what became of its spans
      settleOrTryAgain(delivery, outcome, status, spans);
    }
  }

  /** Several batches in one request are taken apart before one of them is refused. */
  private static Outcome judged(Delivery delivery, Outcome outcome) {
    if (delivery.lease().size() > 1) {
      if (outcome instanceof Rejected rejected) {
        return new TooLarge(rejected.message());
      }
      if (outcome instanceof Later later && later.kind() == Outcome.Kind.FORBIDDEN) {
        return new TooLarge(later.message());
      }
    }
    return outcome;
  }

  private void goOn(BisectedDelivery bisected, Outcome outcome, LaneStatus status) {
    Delivery delivery = bisected.delivery();
    BisectedDelivery.Step step = bisected.book(outcome, status);
    if (step != BisectedDelivery.Step.NEXT) {
      schedule.bisectionEnded();
    }
    if (delivery.isSettled()) {
      settlement.settle(delivery);
      return;
    }
    settlement.settlePart(delivery);
    if (step == BisectedDelivery.Step.SUSPENDED) {
      RefusedDelivery refused = bisected.refused();
      schedule.refuse(
          delivery, refused.refusal(), refused.cause(), refused.search(), status.successes());
    } else {
      schedule.tryAgain(List.of(delivery));
    }
  }

  private void tellWarning(Outcome outcome) {
    if (outcome instanceof Delivered delivered
        && delivered.refused() == 0
        && !delivered.message().isEmpty()) {
      notices.warned(delivered.message());
    }
  }

  private void settleOrTryAgain(Delivery delivery, Outcome outcome, LaneStatus status, int spans) {
    if (delivery.isPoison() && (spans == 1 || isUnauthorised(outcome))) {
      delivery.rejectHead("poison");
    }
    if (delivery.isSettled()) {
      settlement.settle(delivery);
      return;
    }
    settlement.settlePart(delivery);
    RefusedDelivery.Cause cause = causeOfRefusal(delivery, outcome, status, spans);
    if (cause == null) {
      schedule.tryAgain(delivery.dissolved());
    } else {
      schedule.refuse(
          delivery, refusal(cause, outcome), cause, new Bisection(spans), status.successes());
    }
  }

  /** Returns why a batch may be refused for good; null if it is tried again as others are. */
  private static RefusedDelivery.@Nullable Cause causeOfRefusal(
      Delivery delivery, Outcome outcome, LaneStatus status, int spans) {
    if (outcome instanceof Rejected && spans > 1) {
      return RefusedDelivery.Cause.REJECTED;
    }
    if (delivery.isPoison()) {
      return RefusedDelivery.Cause.POISON;
    }
    boolean isForbidden = outcome instanceof Later later
        && later.kind() == Outcome.Kind.FORBIDDEN
        && delivery.lease().size() == 1
        && status.state() != State.UNAUTHORISED;
    return isForbidden ? RefusedDelivery.Cause.FORBIDDEN : null;
  }

  /** 401: no span can be the reason, and nothing is bisected. */
  private static boolean isUnauthorised(Outcome outcome) {
    return outcome instanceof Later later && later.kind() == Outcome.Kind.UNAUTHORISED;
  }

  private static Rejected refusal(RefusedDelivery.Cause cause, Outcome outcome) {
    if (outcome instanceof Rejected rejected) {
      return rejected;
    }
    Later later = (Later) outcome;
    return new Rejected(
        cause == RefusedDelivery.Cause.POISON ? "poison" : later.reason(), later.message());
  }

  private void notSent(Delivery delivery, PackingResult packing) {
    if (packing instanceof PackingResult.Impossible impossible) {
      schedule.landed(delivery);
      if (impossible.isRejected()) {
        delivery.rejectAll(impossible.reason());
      } else {
        delivery.drop(impossible.reason(), impossible.message());
      }
      settlement.settle(delivery);
      return;
    }
    if (packing instanceof PackingResult.Apart apart) {
      schedule.learnMessageRatio(apart.messageRatio());
      putBack(delivery);
    } else {
      schedule.tryAgainLater(delivery);
    }
  }

  private void putBack(Delivery delivery) {
    schedule.landed(delivery);
    schedule.tryAgain(delivery.dissolved());
  }

  /** A damaged record, or a defect of ours: this delivery is lost, the lane goes on. */
  private void giveUp(Delivery delivery, Throwable e) {
    schedule.landed(delivery);
    if (e instanceof IllegalArgumentException) {
      delivery.drop("corrupt", ForeignText.message(e));
    } else {
      delivery.drop("internal_error", e.getClass().getName());
    }
    settlement.settle(delivery);
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
