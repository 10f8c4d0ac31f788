/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.status;

import dev.fanlight.exporters.internal.lane.LaneReading;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.spi.StatusSnapshot.Flow;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The decision whether spans flow to a vendor, and whether it is going to lose some. Immutable. */
final class FlowPolicy {

  /** Requests of a healthy vendor end sooner. */
  private static final Duration BEHIND_FROM = Duration.ofSeconds(10);

  private static final Duration SOON = Duration.ofHours(1);

  private final LaneReading lane;
  private final @Nullable VendorHistory history;
  private final @Nullable Duration timeUntilFull;

  /**
   * The policy for one vendor.
   *
   * @param history null if there is none
   * @param timeUntilFull time until the log is full; null if it does not grow
   */
  FlowPolicy(LaneReading lane, @Nullable VendorHistory history, @Nullable Duration timeUntilFull) {
    this.lane = lane;
    this.history = history;
    this.timeUntilFull = timeUntilFull;
  }

  Flow flow() {
    LedgerSnapshot account = lane.account();
    if (history != null && history.lostSpans() > 0) {
      return Flow.LOSING;
    }
    if (lane.isLeaving()) {
      return Flow.REMOVED;
    }
    return switch (account.state()) {
      case UNAUTHORISED -> Flow.KEY_REFUSED;
      case QUOTA -> Flow.QUOTA_USED_UP;
      case RETRYING, OPEN, HALF_OPEN -> account.buffered() > 0 ? Flow.BEHIND : whileUp();
      case SLOW -> Flow.BEHIND;
      case UP -> whileUp();
      case DRAINING, STOPPED -> Flow.REMOVED;
    };
  }

  private Flow whileUp() {
    boolean waits = lane.account().buffered() > 0;
    if (waits && lane.load().oldestAge().compareTo(BEHIND_FROM) > 0) {
      return Flow.BEHIND;
    }
    if (isDelivering()) {
      return Flow.DELIVERING;
    }
    return waits || isReceiving() ? Flow.WAITING : Flow.IDLE;
  }

  private boolean isDelivering() {
    return history == null
        ? lane.account().delivered() > 0
        : history.deliveredPerSecond() > 0
            || (!history.hasMinute() && lane.account().delivered() > 0);
  }

  private boolean isReceiving() {
    return history != null && history.receivedPerSecond() > 0;
  }

  /** Returns the time until spans are lost if nothing changes; zero if they are lost now, null if that is not in sight. */
  @Nullable Duration timeUntilLoss() {
    return switch (flow()) {
      case LOSING, LEFT_OUT -> Duration.ZERO;
      case BEHIND, KEY_REFUSED, QUOTA_USED_UP -> earlier(timeUntilFull, timeUntilExpiry());
      case DELIVERING, IDLE, WAITING, REMOVED, SWITCHED_OFF -> null;
    };
  }

  /** The oldest spans expire only if the vendor takes none. */
  private @Nullable Duration timeUntilExpiry() {
    boolean takesNone = history != null && history.hasMinute() && history.deliveredPerSecond() == 0;
    if (!takesNone || lane.account().buffered() == 0) {
      return null;
    }
    Duration left = lane.maxAge().minus(lane.load().oldestAge());
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Returns whether spans are lost now or within the hour. */
  boolean isLosing() {
    Duration time = timeUntilLoss();
    return time != null && time.compareTo(SOON) <= 0;
  }

  String text() {
    String text = switch (flow()) {
      case BEHIND -> "behind by " + FlowText.of(lane.load().oldestAge());
      default -> FlowText.of(flow());
    };
    Duration time = timeUntilLoss();
    boolean isAhead = time != null && isLosing() && flow() != Flow.LOSING;
    return isAhead && time != null ? text + ", loses spans in " + FlowText.of(time) : text;
  }

  private static @Nullable Duration earlier(@Nullable Duration a, @Nullable Duration b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.compareTo(b) <= 0 ? a : b;
  }
}
