/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.lane.DeliveryState.Fresh;
import dev.fanlight.exporters.internal.lane.DeliveryState.Held;
import dev.fanlight.exporters.internal.lane.DeliveryState.InFlight;
import dev.fanlight.exporters.internal.lane.DeliveryState.Refusal;
import dev.fanlight.exporters.internal.lane.DeliveryState.Refused;
import dev.fanlight.exporters.internal.ledger.DeliveryCounts;
import dev.fanlight.exporters.internal.log.Lease;
import dev.fanlight.exporters.internal.reason.DropReason;
import dev.fanlight.exporters.internal.reason.RejectReason;
import dev.fanlight.exporters.internal.send.Outcome;
import dev.fanlight.exporters.spi.Limits;
import dev.fanlight.exporters.spi.WireFormat;
import java.util.List;

/**
 * A lease on its way to the vendor: its {@link DeliveryState state}, the unsettled spans, and the counts of the
 * settled ones.
 *
 * <p>Held by one thread at a time, or parked under the lane's lock.
 */
final class Delivery {

  private final Lease lease;
  private final RemainingSpans remaining;
  private RequestHistory history;
  private DeliveryCounts counts = new DeliveryCounts();
  private DeliveryState state;

  /**
   * A fresh delivery.
   *
   * @param successes of the lane so far, which tell later if other batches got through meanwhile
   */
  Delivery(Lease lease, long successes) {
    this(lease, RequestHistory.startingAt(successes), new Fresh());
  }

  private Delivery(Lease lease, RequestHistory history, DeliveryState state) {
    this.lease = lease;
    this.remaining = new RemainingSpans(lease.spans());
    this.history = history;
    this.state = state;
  }

  // ---- transitions ----

  /**
   * Starts an attempt.
   *
   * @param asProbe whether the gate took it for a probe
   */
  void begin(boolean asProbe) {
    state = state.begin(asProbe);
  }

  /** Notes that the request goes to the sender: until its end is known, it may be at the vendor. */
  void send() {
    state = state.send();
  }

  /** Ends the attempt, of which the outcome is known. */
  void end() {
    state = state.end();
  }

  /** Ends the attempt without an outcome. */
  void callOff() {
    if (state instanceof InFlight flight && flight.isSent()) {
      history = history.afterNoAnswer();
    }
    state = state.end();
  }

  /** Lets go of the delivery: the log may take back the spans that are not settled. */
  void park() {
    if (history.failures() > 0) {
      lease.parkFailed();
    } else {
      lease.park();
    }
    state = state.park();
  }

  /** Keeps a parked delivery from being sent until the cause of a refusal is known. */
  void refuse(Refusal refusal, long successes, long nowNanos) {
    state = state.refuse(refusal, successes, nowNanos);
  }

  /** Lets a refused delivery be sent again. */
  void reconsider() {
    state = state.reconsider();
  }

  /** Takes up a parked delivery; false if the log gave up the rest meanwhile, and it has ended. */
  boolean resume() {
    boolean isThere = lease.unpark();
    state = isThere ? state.resume() : state.settle();
    return isThere;
  }

  /**
   * Ends the delivery in the log.
   *
   * @param booking moves its spans in the ledger
   * @return false, without a booking, if the log's reader was ended before
   */
  boolean settle(Runnable booking) {
    state = state.settle();
    return lease.settle(booking);
  }

  boolean isInFlight() {
    return state instanceof InFlight;
  }

  /** Returns true if the gate took the attempt that is in flight for a probe. */
  boolean isProbe() {
    return state instanceof InFlight flight && flight.isProbe();
  }

  /** Returns the refusal because of which the delivery is parked. */
  Refused refused() {
    return (Refused) state;
  }

  /** Returns true if the log gave up the rest while the delivery was parked. */
  boolean isGone() {
    return lease.isGone();
  }

  // ---- requests ----

  /** Makes the next request from the records. */
  PackingResult pack(RequestPacker packer, WireFormat wire, Limits limits) {
    PackingResult packing = packer.pack(lease, remaining.head(), wire, limits);
    if (packing instanceof PackingResult.Ready ready) {
      remaining.cutHead(ready.request().spans());
    }
    return packing;
  }

  /**
   * Counts the spans of the request by its outcome, and notes a failure in the history.
   *
   * @param status of the lane, which tells if other batches got through while this delivery did not
   */
  void book(Outcome outcome, LaneStatus status) {
    if (outcome instanceof Outcome.Delivered delivered) {
      delivered(delivered);
    } else if (outcome instanceof Outcome.Rejected rejected) {
      counts.note(rejected.message());
      if (remaining.head().spans() == 1) {
        rejectHead(rejected.reason());
      }
    } else if (outcome instanceof Outcome.TooLarge tooLarge) {
      counts.note(tooLarge.message());
      tooLarge();
    } else if (outcome instanceof Outcome.Later later) {
      counts.note(later.message());
      history = history.afterFailure(later, status, lease.size() == 1);
    }
  }

  private void delivered(Outcome.Delivered delivered) {
    int spans = settleHead();
    long refused = Math.min(Math.max(delivered.refused(), 0), spans); // a vendor may say anything
    counts.delivered(spans - refused);
    if (refused > 0) {
      counts.note(delivered.message());
      counts.rejected(refused, RejectReason.PARTIAL_SUCCESS.code());
    }
  }

  /** Several records are taken apart by the caller; one record is cut in halves; one span is rejected. */
  private void tooLarge() {
    int spans = remaining.head().spans();
    if (spans == 1) {
      rejectHead(RejectReason.TOO_LARGE.code());
    } else {
      history = history.ofAnotherRequest();
      if (lease.size() == 1) {
        remaining.cutHead((spans + 1) / 2);
      }
    }
  }

  private int settleHead() {
    history = history.ofAnotherRequest();
    return remaining.removeHead().spans();
  }

  /**
   * Rejects the spans of the request, which the vendor will never take.
   *
   * @param code of the reason, with the vendor's status
   */
  void rejectHead(String code) {
    counts.rejected(settleHead(), code);
  }

  /**
   * Rejects all spans that are left.
   *
   * @param code of the reason, with the vendor's status
   */
  void rejectAll(String code) {
    counts.rejected(remaining.spans(), code);
    remaining.clear();
  }

  /** Drops all spans that are left. */
  void drop(DropReason reason, String message) {
    if (!message.isEmpty()) {
      counts.note(message);
    }
    if (!remaining.isEmpty()) { // the head is the only request that was tried
      counts.dropped(
          remaining.removeHead().spans(),
          history.mayHaveArrived() ? DropReason.UNCONFIRMED : reason);
    }
    if (!remaining.isEmpty()) {
      counts.dropped(remaining.spans(), reason);
      remaining.clear();
    }
  }

  /** Gives up all spans that are left of a batch that the vendor refused; only the last request may have arrived. */
  void dropRefused(String refusalCode) {
    if (!remaining.isEmpty() && history.mayHaveArrived()) {
      counts.dropped(remaining.removeHead().spans(), DropReason.UNCONFIRMED);
    }
    if (!remaining.isEmpty()) {
      rejectAll(refusalCode);
    }
  }

  /** Notes a refusal of the request; the caller decides on its spans. */
  void noteRefusal(String message) {
    counts.note(message);
  }

  /** Makes the next request one of the first spans that are left, without a history. */
  void startAnew(int spans) {
    history = history.ofAnotherRequest();
    remaining.regroup(spans);
  }

  /** Returns one delivery for each record, so that a bad record stands alone; this delivery has ended unless it is the one. */
  List<Delivery> dissolved() {
    if (lease.size() == 1) {
      return List.of(this);
    }
    return lease.dissolve().stream()
        .map(single -> new Delivery(single, history.ofOneRecord(), new Held()))
        .toList();
  }

  // ---- accessors ----

  Lease lease() {
    return lease;
  }

  RequestHistory history() {
    return history;
  }

  /** Returns the number of spans of the next request, or of the one that was made. */
  int headSpans() {
    return remaining.head().spans();
  }

  int remainingSpans() {
    return remaining.spans();
  }

  /** Returns true if no span is left to send. */
  boolean isSettled() {
    return remaining.isEmpty();
  }

  /** Returns the counts of the spans that were settled since the last call, and counts anew. */
  DeliveryCounts takeCounts() {
    DeliveryCounts taken = counts;
    counts = new DeliveryCounts();
    counts.note(taken.message());
    return taken;
  }

  long appendedEpochNanos() {
    return lease.appendedEpochNanos();
  }
}
