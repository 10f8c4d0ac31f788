/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import static dev.fanlight.exporters.internal.lane.NoticeLine.important;
import static dev.fanlight.exporters.internal.lane.NoticeLine.ordinary;

import dev.fanlight.exporters.internal.lane.LineBudget.Priority;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/**
 * The lines about a vendor that answers, but takes spans more slowly than they come: before the first of them is lost.
 *
 * <p>Not safe on several threads: the lock of {@link LaneLog} guards it.
 */
final class BacklogReport {

  private static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);
  private static final long REPEAT_NANOS = Duration.ofMinutes(20).toNanos();
  private static final int MAX_WINDOW = 64;

  private String slowness = "";
  private long slowSinceNanos;
  private boolean isTold;
  private boolean hasToldSlow;
  private long toldNanos;

  /**
   * The load was measured.
   *
   * @param getsThrough true if the vendor had no trouble while the load was measured; a vendor that is down is not
   *     slow
   */
  @Nullable NoticeLine measured(LaneLoad load, boolean getsThrough, LineBudget budget, long now) {
    if (slowness.isEmpty() ? getsThrough && load.isFallingBehind() : !load.hasCaughtUp()) {
      if (slowness.isEmpty()) {
        slowSinceNanos = now;
      }
      slowness = load.takenPerSecond() < load.receivedPerSecond() || slowness.isEmpty()
          ? sentence(load)
          : slowness; // it catches up
      return slow(load, budget, now);
    }
    return slowness.isEmpty() ? null : caughtUp(budget, now);
  }

  /** Returns why the vendor is slow and the cure; an empty string if it keeps up. */
  String slowness() {
    return slowness;
  }

  private @Nullable NoticeLine slow(LaneLoad load, LineBudget budget, long now) {
    boolean isFirst = !hasToldSlow || now - toldNanos >= HOUR_NANOS;
    Priority priority = isFirst ? Priority.IMPORTANT : Priority.ORDINARY;
    if (isTold || (!isFirst && now - toldNanos < REPEAT_NANOS) || !budget.allows(priority, now)) {
      return null;
    }
    isTold = true;
    hasToldSlow = true;
    toldNanos = now;
    String message =
        "is slow: " + slowness + ", or send less with \"sample\". " + load.waitingSpans()
            + " spans wait (" + bytes(load.waitingBytes()) + " of " + bytes(load.limitInBytes())
            + "), the oldest for " + DurationText.ofNanos(load.oldestNanos())
            + "; when the buffer is full, its oldest spans are lost.";
    return priority == Priority.IMPORTANT
        ? important(Level.WARNING, message)
        : ordinary(Level.WARNING, message);
  }

  private @Nullable NoticeLine caughtUp(LineBudget budget, long now) {
    if (isTold && !budget.allows(Priority.IMPORTANT, now)) {
      return null;
    }
    boolean wasTold = isTold;
    isTold = false;
    slowness = "";
    return wasTold
        ? important(
            Level.INFO,
            "keeps up again; it was slow for " + DurationText.ofNanos(now - slowSinceNanos))
        : null;
  }

  private static String sentence(LaneLoad load) {
    return "answers take " + DurationText.ofNanos(load.answerNanos()) + "; with window "
        + load.window() + " that is " + Math.round(load.takenPerSecond()) + " of "
        + Math.round(load.receivedPerSecond()) + " spans/s; "
        + (load.window() < MAX_WINDOW ? "raise \"window\"" : "raise \"batch.spans\"");
  }

  private static String bytes(long bytes) {
    if (bytes < 1 << 20) {
      return (bytes >> 10) + " KiB";
    }
    return bytes < 10 << 20
        ? String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20))
        : (bytes >> 20) + " MiB";
  }
}
