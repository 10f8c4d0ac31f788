/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.send.Outcome.Rejected;

/**
 * The state of a delivery. Each event is a method that returns the next state, or throws IllegalStateException where the
 * table has no entry.
 *
 * <pre>
 *             begin     send       end    park      refuse    reconsider  resume   settle
 *   Fresh     InFlight  -          -      -         -         -           -        Settled
 *   Held      InFlight  -          -      Waiting   -         -           -        Settled
 *   InFlight  -         InFlight   Held   -         -         -           -        Settled
 *   Waiting   -         -          -      -         Refused   -           Held     Settled
 *   Refused   -         -          -      -         -         Waiting     Held     Settled
 *   Settled   -         -          -      -         -         -           -        Settled
 *
 *            take                begin              end
 *     log ─────────▶ Fresh ────────────▶ InFlight ───────▶ Held ──── settle ───▶ Settled
 *                                          ▲                │ ▲
 *                                          └──── begin ─────┤ │
 *                                                      park │ │ resume
 *                                                           ▼ │     refuse
 *                                                         Waiting ◀─────────▶ Refused
 *                                                                  reconsider
 * </pre>
 *
 * <p>Every state may be settled: a thread that meets a defect gives up the delivery that it has. A delivery of which a
 * part is settled is in the same states; {@link RemainingSpans} are the other part. A delivery of several records ends
 * when one delivery of each record takes its place.
 */
sealed interface DeliveryState {

  /** An attempt starts. */
  default DeliveryState begin(boolean isProbe) {
    throw unexpected("begin");
  }

  /** The request is handed to the sender: until its end is known, the vendor may have it. */
  default DeliveryState send() {
    throw unexpected("send");
  }

  /** The attempt has ended, or was called off. */
  default DeliveryState end() {
    throw unexpected("end");
  }

  /** The thread lets go of the delivery; the log may take back its records. */
  default DeliveryState park() {
    throw unexpected("park");
  }

  /** The vendor has refused the batch, and no request is sent until the cause is known. */
  default DeliveryState refuse(Refusal refusal, long successes, long nowNanos) {
    throw unexpected("refuse");
  }

  /** The batch is sent again, as a whole or in parts. */
  default DeliveryState reconsider() {
    throw unexpected("reconsider");
  }

  /** A thread takes up the delivery. */
  default DeliveryState resume() {
    throw unexpected("resume");
  }

  /** The ledger and the log have the end of all its spans. */
  default DeliveryState settle() {
    return new Settled();
  }

  private IllegalStateException unexpected(String event) {
    return new IllegalStateException(event + " of a delivery that is " + this);
  }

  /** Taken from the log; no attempt has begun. The thread that took it holds it. */
  record Fresh() implements DeliveryState {
    @Override
    public DeliveryState begin(boolean isProbe) {
      return new InFlight(isProbe, false);
    }
  }

  /** A thread holds it, and decides on its next step. */
  record Held() implements DeliveryState {
    @Override
    public DeliveryState begin(boolean isProbe) {
      return new InFlight(isProbe, false);
    }

    @Override
    public DeliveryState park() {
      return new Waiting();
    }
  }

  /**
   * An attempt is out; a sender thread holds it.
   *
   * @param isProbe whether the gate took the attempt for a probe
   * @param isSent whether the vendor may have the request
   */
  record InFlight(boolean isProbe, boolean isSent) implements DeliveryState {
    @Override
    public DeliveryState send() {
      return new InFlight(isProbe, true);
    }

    @Override
    public DeliveryState end() {
      return new Held();
    }
  }

  /** Parked in the retry queue. */
  record Waiting() implements DeliveryState {
    @Override
    public DeliveryState refuse(Refusal refusal, long successes, long nowNanos) {
      return new Refused(refusal, successes, nowNanos);
    }

    @Override
    public DeliveryState resume() {
      return new Held();
    }
  }

  /**
   * Parked until it is known whether the batch is the cause of a refusal, or the vendor.
   *
   * @param refusal as it is booked if the batch is given up
   * @param successes of the lane when it was refused
   * @param sinceNanos when it was refused
   */
  record Refused(Refusal refusal, long successes, long sinceNanos) implements DeliveryState {
    @Override
    public DeliveryState reconsider() {
      return new Waiting();
    }

    @Override
    public DeliveryState resume() {
      return new Held();
    }
  }

  /** The end: no span is left to send, or the log gave up the records. */
  record Settled() implements DeliveryState {}

  /**
   * The refusal of a batch.
   *
   * @param answer as it is booked if the batch is given up
   * @param cause kind of evidence that is needed before the batch is bisected
   * @param search for its bad spans, as far as it has got
   */
  record Refusal(Rejected answer, Cause cause, Bisection search) {}

  /** The reason why a batch may be refused for good. */
  enum Cause {
    /** The vendor says so (400 and its like). */
    REJECTED,
    /** It failed repeatedly while other batches got through. */
    POISON,
    /** 403: the credentials may be the reason as well. */
    FORBIDDEN
  }
}
