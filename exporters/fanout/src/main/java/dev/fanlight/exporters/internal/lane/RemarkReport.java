/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import static dev.fanlight.exporters.internal.lane.NoticeLine.ordinary;

import dev.fanlight.exporters.internal.lane.LineBudget.Priority;
import java.time.Duration;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/**
 * The lines that are neither about trouble nor about losses: warnings that a vendor adds to a success, and events in the
 * life of the lane.
 *
 * <p>Not safe on several threads: the lock of {@link LaneLog} guards it.
 */
final class RemarkReport {

  private static final Duration WARNING_INTERVAL = Duration.ofHours(1);
  private static final Duration REPEAT_INTERVAL = Duration.ofMinutes(30);

  private final String place;
  private String lastWarning = "";
  private long nextWarningNanos;
  private String lastRemark = "";
  private long nextRemarkNanos;

  RemarkReport(String place) {
    this.place = place;
  }

  /** The vendor took all spans of a request, and warned: told once, and another warning at most once an hour. */
  @Nullable NoticeLine warned(String warning, LineBudget budget, long now) {
    boolean isKnown =
        warning.equals(lastWarning) || (!lastWarning.isEmpty() && now - nextWarningNanos < 0);
    if (isKnown || !budget.allows(Priority.ORDINARY, now)) {
      return null;
    }
    lastWarning = warning;
    nextWarningNanos = now + WARNING_INTERVAL.toNanos();
    return ordinary(Level.WARNING, "takes spans, and warns: " + warning + " (from " + place + ")");
  }

  /** Returns the line, unless it was written within the last half hour. */
  @Nullable NoticeLine said(Level level, String message, LineBudget budget, long now) {
    boolean isKnown = message.equals(lastRemark) && now - nextRemarkNanos < 0;
    if (isKnown || !budget.allows(Priority.ORDINARY, now)) {
      return null;
    }
    lastRemark = message;
    nextRemarkNanos = now + REPEAT_INTERVAL.toNanos();
    return ordinary(level, message);
  }
}
