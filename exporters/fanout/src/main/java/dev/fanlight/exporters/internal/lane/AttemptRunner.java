/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.lane.DeliveryState.Refusal;
import dev.fanlight.exporters.internal.log.UnreadableException;
import dev.fanlight.exporters.internal.reason.DropReason;
import dev.fanlight.exporters.internal.reason.RejectReason;
import dev.fanlight.exporters.internal.send.EncodedRequest;
import dev.fanlight.exporters.internal.send.Outcome;
import dev.fanlight.exporters.internal.send.Outcome.Delivered;
import dev.fanlight.exporters.internal.send.Outcome.Later;
import dev.fanlight.exporters.internal.text.ForeignText;
import dev.fanlight.exporters.spi.Vendor;
import io.opentelemetry.sdk.common.Clock;
import java.util.List;
import java.util.function.Supplier;

/** The runner of one attempt of a delivery, and of the step that follows from its outcome. Sender threads only. */
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
      schedule.callOff(delivery);
      schedule.tryAgainLater(delivery);
      throw calledOff;
    } catch (UnreadableException notNow) {
      schedule.tryAgainLater(
          delivery); // a record on disk is read again, and expires like any other
    } catch (Throwable e) {
      giveUp(delivery, e);
    }
  }

  private void send(Delivery delivery, EncodedRequest request, ActiveSender current)
      throws InterruptedException {
    delivery.send(); // from here the vendor may have it
    long start = clock.nanoTime();
    Outcome sent = current.sender().send(request);
    meter.requestEnded(clock.nanoTime() - start);
    RetryPolicy policy = current.policy();
    Outcome outcome =
        policy.interpret(sent, delivery.history(), delivery.lease().size());
    refreshIfRefused(
        current, outcome, start); // before another sender may start with the same credentials
    BisectedDelivery bisected = schedule.bisectionOf(delivery);
    outcome = bisected == null ? outcome : schedule.judged(bisected, outcome);
    LaneStatus status = schedule.ended(delivery, outcome); // when may the next one start
    notices.attemptEnded(status.state(), outcome);
    tellWarning(outcome);
    if (bisected != null) {
      goOn(bisected, outcome, status, policy);
    } else {
      settleOrTryAgain(delivery, outcome, status, policy);
    }
  }

  private void goOn(
      BisectedDelivery bisected, Outcome outcome, LaneStatus status, RetryPolicy policy) {
    Delivery delivery = bisected.delivery();
    BisectedDelivery.Step step = bisected.book(outcome, status, policy.bisection());
    if (step != BisectedDelivery.Step.NEXT) {
      schedule.bisectionEnded();
    }
    if (delivery.isSettled()) {
      settlement.settle(delivery);
      return;
    }
    settlement.settlePart(delivery);
    if (step == BisectedDelivery.Step.SUSPENDED) {
      schedule.refuse(delivery, bisected.refusal(), status.successes());
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

  private void settleOrTryAgain(
      Delivery delivery, Outcome outcome, LaneStatus status, RetryPolicy policy) {
    int spans = delivery.headSpans();
    delivery.book(outcome, status); // the end of its spans
    if (policy.isHopelessPoison(outcome, delivery.history(), spans)) {
      delivery.rejectHead(RejectReason.POISON.code());
    }
    if (delivery.isSettled()) {
      settlement.settle(delivery);
      return;
    }
    settlement.settlePart(delivery);
    Refusal refusal =
        policy.refusal(outcome, delivery.history(), delivery.lease().size(), spans, status.state());
    if (refusal == null) {
      schedule.tryAgain(delivery.dissolved());
    } else {
      schedule.refuse(delivery, refusal, status.successes());
    }
  }

  private void notSent(Delivery delivery, PackingResult packing) {
    if (packing instanceof PackingResult.Rejected rejected) {
      schedule.callOff(delivery);
      delivery.rejectAll(rejected.reason().code());
      settlement.settle(delivery);
    } else if (packing instanceof PackingResult.Dropped dropped) {
      schedule.callOff(delivery);
      delivery.drop(dropped.reason(), dropped.message());
      settlement.settle(delivery);
    } else if (packing instanceof PackingResult.Apart apart) {
      schedule.learnMessageRatio(apart.messageRatio());
      putBack(delivery);
    } else {
      schedule.tryAgainLater(delivery);
    }
  }

  private void putBack(Delivery delivery) {
    schedule.callOff(delivery);
    schedule.tryAgain(delivery.dissolved());
  }

  /** Gives up this delivery for a damaged record or a defect; the lane continues. */
  private void giveUp(Delivery delivery, Throwable e) {
    schedule.callOff(delivery);
    if (e instanceof IllegalArgumentException) {
      delivery.drop(DropReason.CORRUPT, ForeignText.message(e));
    } else {
      delivery.drop(DropReason.INTERNAL_ERROR, e.getClass().getName());
    }
    settlement.settle(delivery);
  }

  private void refreshIfRefused(ActiveSender current, Outcome outcome, long requestNanos) {
    if (!(outcome instanceof Later later) || !later.kind().isAboutCredentials()) {
      return;
    }
    CredentialRenewer renewer = current.renewer();
    if (renewer != null) {
      renewer.refused(later.kind() == Outcome.Kind.UNAUTHORISED, requestNanos);
    }
    try {
      current.settings().vendor().headers().refresh();
    } catch (RuntimeException | Error ignored) {
      // a plugin's: the vendor goes on refusing, and it is asked again
    }
  }
}
