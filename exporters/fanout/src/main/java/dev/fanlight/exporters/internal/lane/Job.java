/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.lane.Schedule.Standing;
import dev.fanlight.exporters.internal.log.Lease;
import dev.fanlight.exporters.spi.Limits;
import dev.fanlight.exporters.spi.Wire;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A lease on its way to the vendor: the requests still to make for it, and what became of those that were made.
 *
 * <p>Held by one sender thread at a time, or by the lane's queue of what must be tried again.
 */
final class Job {

  /** Refusals in a row after which a batch that nobody else shares the fate of is given up. */
  private static final int POISON = 8;

  /** Kept connections that may be given up under one request before that is a failure like others. */
  private static final int MOST_STALE = 3;

  private final Lease lease;
  private final Deque<Parcel> parcels = new ArrayDeque<>(1);
  private final Tally tally = new Tally();
  private boolean packed;
  private boolean touched;
  private boolean parked;
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
   * A new job.
   *
   * @param successesSeen the lane's successes so far, to tell later whether others got through meanwhile
   */
  Job(Lease lease, long successesSeen) {
    this.lease = lease;
    this.successesSeen = successesSeen;
  }

  /** The next request to make; null where several records would have to be joined and there is no room for it. */
  @Nullable Parcel parcel(Packer packer, Wire wire, Limits limits) {
    if (!packed) {
      List<Parcel> made = packer.pack(lease, wire, limits);
      if (made.isEmpty()) {
        return null;
      }
      parcels.addAll(made);
      packed = true;
    }
    return parcels.element();
  }

  /** From here until its end is known, the request may be at the vendor. */
  void handedOver() {
    handedOver = true;
  }

  /**
   * Books how the request ended.
   *
   * @param standing of the lane, to see whether others got through while this job did not
   */
  void book(Outcome outcome, Packer packer, Wire wire, Standing standing) {
    handedOver = false;
    if (outcome instanceof Outcome.Delivered delivered) {
      delivered(delivered);
    } else if (outcome instanceof Outcome.Rejected rejected) {
      lastMessage = rejected.message();
      tally.rejected(settleParcel().spans(), rejected.reason());
    } else if (outcome instanceof Outcome.TooLarge tooLarge) {
      lastMessage = tooLarge.message();
      split(packer, wire);
    } else if (outcome instanceof Outcome.Later later) {
      lastMessage = later.message();
      failed(later, standing);
    }
  }

  private void delivered(Outcome.Delivered delivered) {
    Parcel parcel = settleParcel();
    long refused =
        Math.min(Math.max(delivered.refused(), 0), parcel.spans()); // a vendor may say anything
    tally.delivered(parcel.spans() - refused);
    if (refused > 0) {
      lastMessage = delivered.message();
      tally.rejected(refused, "partial_success");
    }
  }

  private void split(Packer packer, Wire wire) {
    List<Parcel> halves = packer.halve(parcels.element(), wire);
    Parcel whole = settleParcel();
    if (halves.isEmpty()) {
      tally.rejected(whole.spans(), "too_large");
    }
    for (int i = halves.size() - 1; i >= 0; i--) {
      parcels.addFirst(halves.get(i));
    }
  }

  private Parcel settleParcel() {
    touched = true;
    failedAlone = false;
    staleInARow = 0;
    failures = 0;
    refusals = 0;
    mayHaveArrived = false;
    return parcels.remove();
  }

  private void failed(Outcome.Later later, Standing standing) {
    mayHaveArrived |= later.mayHaveArrived();
    if (later.kind() == Outcome.Kind.STALE) {
      staleInARow++;
      return; // goes again at once, as what was cut
    }
    staleInARow = 0;
    failures++;
    failedAlone |= mightBeTheBatch(later.kind()) && (touched || lease.size() == 1);
    if (standing.troubles() > troublesSeen) {
      refusals = 0; // what fails now may get through soon, as that one did
    } else if (mightBeTheBatch(later.kind()) && standing.successes() > successesSeen) {
      refusals++;
    }
    successesSeen = standing.successes();
    troublesSeen = standing.troubles();
  }

  private static boolean mightBeTheBatch(Outcome.Kind kind) {
    return kind == Outcome.Kind.FAILURE || kind.isAboutCredentials();
  }

  /** Whether it alone was refused, again and again, while others got through. */
  boolean isPoison() {
    return refusals >= POISON;
  }

  /** The request is given up as one that the vendor will never take. */
  void reject(String reason) {
    tally.rejected(settleParcel().spans(), reason);
  }

  /** Gives up all that is left. */
  void drop(String reason, String message) {
    lastMessage = message.isEmpty() ? lastMessage : message;
    Parcel head = parcels.poll(); // the only one that was tried
    int tried = head == null ? packed ? 0 : lease.spans() : head.spans();
    if (tried > 0) {
      tally.dropped(tried, mayHaveArrived || handedOver ? "unconfirmed" : reason);
    }
    if (!parcels.isEmpty()) {
      tally.dropped(parcels.stream().mapToInt(Parcel::spans).sum(), reason);
      parcels.clear();
    }
    packed = true;
  }

  /** Whether nothing is left to send. */
  boolean isSettled() {
    return packed && parcels.isEmpty();
  }

  /** Leaves the flight: the log may take back what nothing has become of yet. */
  void park() {
    if (!touched) {
      parcels.clear();
      packed = false;
      lease.park();
      parked = true;
    }
  }

  /** Back into flight; false if the log has given it up meanwhile. */
  boolean unpark() {
    boolean there = !parked || lease.unpark();
    parked = false;
    return there;
  }

  /** Whether the log gave it up while it was parked. */
  boolean isGone() {
    return parked && lease.isGone();
  }

  /** The same records one by one, so that a bad one among them stands alone. */
  List<Job> dissolved() {
    if (touched || lease.size() == 1) {
      return List.of(this);
    }
    return lease.dissolve().stream().map(this::child).toList();
  }

  private Job child(Lease single) {
    Job job = new Job(single, successesSeen);
    job.troublesSeen = troublesSeen;
    job.mayHaveArrived = mayHaveArrived;
    job.failures = failures;
    return job;
  }

  Lease lease() {
    return lease;
  }

  Tally tally() {
    return tally;
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
