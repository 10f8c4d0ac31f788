/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.lane.DeliverySchedule.LaneStatus;
import dev.fanlight.exporters.internal.log.Lease;
import dev.fanlight.exporters.spi.Limits;
import dev.fanlight.exporters.spi.WireFormat;
import java.util.List;

/**
 * A lease on its way to the vendor: the requests still to make for it, and what became of those that were made.
 *
 * <p>Held by one sender thread at a time, or by the lane's queue of what must be tried again.
 */
final class Delivery {

  /** Refusals in a row after which a batch that nobody else shares the fate of is given up. */
  private static final int POISON = 8;

  /** Kept connections that may be given up under one request before that is a failure like others. */
  private static final int MOST_STALE = 3;

  private final Lease lease;
  private final RemainingSpans remaining;
  private DeliveryCounts counts = new DeliveryCounts();
  private boolean mayHaveArrived;
  private boolean handedOver;
  private boolean failedAlone;
  private int failures;
  private int refusals;
  private int staleInARow;
  private long successesSeen;
  private long troublesSeen;
  private boolean probe;
  private boolean inFlight;
  private String lastMessage = "";

  /**
   * A new delivery.
   *
   * @param successesSeen the lane's successes so far, to tell later whether others got through meanwhile
   */
  Delivery(Lease lease, long successesSeen) {
    this.lease = lease;
    this.remaining = new RemainingSpans(lease.spans());
    this.successesSeen = successesSeen;
  }

  /** Makes the next request from the records. */
  PackingResult pack(RequestPacker packer, WireFormat wire, Limits limits) {
    PackingResult packing = packer.pack(lease, remaining.head(), wire, limits);
    if (packing instanceof PackingResult.Ready ready) {
      remaining.cutHead(ready.request().spans());
    }
    return packing;
  }

  /** From here until its end is known, the request may be at the vendor. */
  void handedOver() {
    handedOver = true;
  }

  /**
   * Books how the request ended.
   *
   * @param status of the lane, to see whether others got through while this delivery did not
   */
  void book(Outcome outcome, LaneStatus status) {
    handedOver = false;
    if (outcome instanceof Outcome.Delivered delivered) {
      delivered(delivered);
    } else if (outcome instanceof Outcome.Rejected rejected) {
      lastMessage = rejected.message();
      if (remaining.head().spans() == 1) {
        rejectHead(rejected.reason());
      }
    } else if (outcome instanceof Outcome.TooLarge tooLarge) {
      lastMessage = tooLarge.message();
      tooLarge();
    } else if (outcome instanceof Outcome.Later later) {
      lastMessage = later.message();
      failed(later, status);
    }
  }

  private void delivered(Outcome.Delivered delivered) {
    int spans = settleHead();
    long refused = Math.min(Math.max(delivered.refused(), 0), spans); // a vendor may say anything
    counts.delivered(spans - refused);
    if (refused > 0) {
      lastMessage = delivered.message();
      counts.rejected(refused, "partial_success");
    }
  }

  /** Several records are taken apart by the caller; one record is cut in halves; one span is refused. */
  private void tooLarge() {
    int spans = remaining.head().spans();
    if (spans == 1) {
      rejectHead("too_large");
    } else {
      startsAnew();
      if (lease.size() == 1) {
        remaining.cutHead((spans + 1) / 2);
      }
    }
  }

  private int settleHead() {
    startsAnew();
    return remaining.removeHead().spans();
  }

  /** The next request is another one than the last. */
  private void startsAnew() {
    failedAlone = false;
    staleInARow = 0;
    failures = 0;
    refusals = 0;
    mayHaveArrived = false;
  }

  private void failed(Outcome.Later later, LaneStatus status) {
    mayHaveArrived |= later.mayHaveArrived();
    if (later.kind() == Outcome.Kind.STALE) {
      staleInARow++;
      return; // goes again at once, as what was cut
    }
    staleInARow = 0;
    failures++;
    failedAlone |= mightBeTheBatch(later.kind()) && lease.size() == 1;
    if (status.troubles() > troublesSeen) {
      refusals = 0; // what fails now may get through soon, as that one did
    } else if (mightBeTheBatch(later.kind()) && status.successes() > successesSeen) {
      refusals++;
    }
    successesSeen = status.successes();
    troublesSeen = status.troubles();
  }

  private static boolean mightBeTheBatch(Outcome.Kind kind) {
    return kind == Outcome.Kind.FAILURE || kind.isAboutCredentials();
  }

  /** Whether it alone was refused, again and again, while others got through. */
  boolean isPoison() {
    return refusals >= POISON;
  }

  /** The request is given up as one that the vendor will never take. */
  void rejectHead(String reason) {
    counts.rejected(settleHead(), reason);
  }

  /** All that is left is given up, because the vendor will never take it. */
  void rejectAll(String reason) {
    counts.rejected(remaining.spans(), reason);
    remaining.clear();
  }

  /** Gives up all that is left. */
  void drop(String reason, String message) {
    lastMessage = message.isEmpty() ? lastMessage : message;
    if (!remaining.isEmpty()) { // the head is the only request that was tried
      boolean isUnconfirmed = mayHaveArrived || handedOver;
      counts.dropped(remaining.removeHead().spans(), isUnconfirmed ? "unconfirmed" : reason);
    }
    if (!remaining.isEmpty()) {
      counts.dropped(remaining.spans(), reason);
      remaining.clear();
    }
  }

  /** Gives up all that is left of a batch that the vendor refused as a whole; only the last request may have arrived. */
  void dropRefused(String refusalReason) {
    if (!remaining.isEmpty() && (mayHaveArrived || handedOver)) {
      counts.dropped(remaining.removeHead().spans(), "unconfirmed");
    }
    if (!remaining.isEmpty()) {
      rejectAll(refusalReason);
    }
  }

  /** The request was refused for good; what becomes of its spans is decided later. */
  void noteRefusal(String message) {
    handedOver = false;
    lastMessage = message;
  }

  /** Returns the number of spans of the next request, or of the one that was made. */
  int headSpans() {
    return remaining.head().spans();
  }

  int remainingSpans() {
    return remaining.spans();
  }

  /** The next request holds the first spans of what is left, and has no history. */
  void startAnew(int spans) {
    startsAnew();
    remaining.regroup(spans);
  }

  /** Returns how often the request was refused in a row while others got through. */
  int refusals() {
    return refusals;
  }

  /** Whether nothing is left to send. */
  boolean isSettled() {
    return remaining.isEmpty();
  }

  /** Leaves the flight: the log may take back the spans that are not settled. */
  void park() {
    lease.park();
  }

  /** Back into flight; false if the log gave the rest up meanwhile. */
  boolean unpark() {
    return lease.unpark();
  }

  /** Whether the log gave the rest up while the delivery was parked. */
  boolean isGone() {
    return lease.isGone();
  }

  /** The same records one by one, so that a bad one among them stands alone. */
  List<Delivery> dissolved() {
    if (lease.size() == 1) {
      return List.of(this);
    }
    return lease.dissolve().stream().map(this::child).toList();
  }

  private Delivery child(Lease single) {
    Delivery delivery = new Delivery(single, successesSeen);
    delivery.troublesSeen = troublesSeen;
    delivery.mayHaveArrived = mayHaveArrived || handedOver;
    delivery.failures = failures;
    return delivery;
  }

  Lease lease() {
    return lease;
  }

  /** Returns what became of the spans that were settled since the last call, and counts anew. */
  DeliveryCounts takeCounts() {
    DeliveryCounts taken = counts;
    counts = new DeliveryCounts();
    return taken;
  }

  int failures() {
    return failures;
  }

  /** The outcome, but for a connection that is given up each time: then it is the request, or the vendor. */
  Outcome judged(Outcome outcome) {
    return outcome instanceof Outcome.Later later
            && later.kind() == Outcome.Kind.STALE
            && staleInARow >= MOST_STALE
        ? new Outcome.Later(
            Outcome.Kind.FAILURE,
            later.reason(),
            later.after(),
            later.mayHaveArrived(),
            later.message())
        : outcome;
  }

  /**
   * Whether the request that is next failed as a bad one would, and not just with others that it had been joined to.
   */
  boolean hasFailedAlone() {
    return failedAlone;
  }

  long appendedEpochNanos() {
    return lease.appendedEpochNanos();
  }

  /** What the vendor, or the network, said last; perhaps empty. */
  String lastMessage() {
    return lastMessage;
  }

  /**
   * An attempt starts.
   *
   * @param asProbe whether the gate took it for a probe
   */
  void begin(boolean asProbe) {
    probe = asProbe;
    inFlight = true;
  }

  /** The attempt has ended, however; false if that was known. */
  boolean land() {
    boolean was = inFlight;
    inFlight = false;
    return was;
  }

  boolean isProbe() {
    return probe;
  }
}
