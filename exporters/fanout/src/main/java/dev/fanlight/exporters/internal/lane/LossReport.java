/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import static dev.fanlight.exporters.internal.lane.NoticeLine.important;
import static dev.fanlight.exporters.internal.lane.NoticeLine.ordinary;

import dev.fanlight.exporters.internal.lane.LineBudget.Priority;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/**
 * The lines about spans that a vendor rejected, or that were given up.
 *
 * <p>Not safe on several threads: the lock of {@link LaneLog} guards it.
 */
final class LossReport {

  /*
   * The first loss is logged at once, and the first loss for another reason within FIRST_WITHIN, together with all
   * losses meanwhile. Losses for a reason that was told within the last hour are summed up: the sum is told after
   * INTERVAL, and after twice the interval before as long as losses go on, up to MAX_INTERVAL.
   *
   * At most MAX_FIRST reasons an hour are told as important lines: a vendor may give a new reason with every answer.
   */

  static final Duration INTERVAL = Duration.ofMinutes(5);
  static final Duration MAX_INTERVAL = Duration.ofMinutes(20);
  static final Duration FIRST_WITHIN = Duration.ofSeconds(20);
  private static final int MAX_FIRST = 3;
  private static final int MAX_REASONS = 100;
  private static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);

  private final Map<String, Loss> untold = new TreeMap<>();
  private final Map<String, Long> toldAt = new HashMap<>();
  private final Deque<Long> firstLines = new ArrayDeque<>();
  private long firstUntoldNanos;
  private boolean hasTold;
  private long lastLineNanos;
  private long nextLineNanos;
  private long intervalNanos = INTERVAL.toNanos();
  private String lastCause = "";

  /**
   * Spans were lost.
   *
   * @param cause the cause; empty if that is not known
   */
  void add(long spans, String reason, String cause, long now) {
    if (untold.isEmpty()) {
      firstUntoldNanos = now;
    }
    Loss before = untold.get(reason);
    long sum = before == null ? spans : before.spans + spans;
    untold.put(reason, new Loss(sum, cause.isEmpty() && before != null ? before.cause : cause));
    lastCause = cause.isEmpty() ? lastCause : cause;
  }

  /** Returns the line that is due by now, if any. */
  @Nullable NoticeLine due(LineBudget budget, long now) {
    if (untold.isEmpty()) {
      return null;
    }
    boolean isDue = !hasTold
        || now - nextLineNanos >= 0
        || (now - firstUntoldNanos >= FIRST_WITHIN.toNanos() && isFirstOfAReason(now));
    return isDue ? sum(budget, now) : null;
  }

  /** Returns the line about all losses that were not told, if there are any, whether it is due or not. */
  @Nullable NoticeLine sum(LineBudget budget, long now) {
    if (untold.isEmpty()) {
      return null;
    }
    boolean isFirst = isFirstOfAReason(now);
    firstLines.removeIf(at -> now - at >= HOUR_NANOS);
    Priority priority =
        isFirst && firstLines.size() < MAX_FIRST ? Priority.IMPORTANT : Priority.ORDINARY;
    if (!budget.allows(priority, now)) {
      return null;
    }
    boolean goesOn = hasTold && now - lastLineNanos < 2 * intervalNanos;
    intervalNanos =
        goesOn ? Math.min(2 * intervalNanos, MAX_INTERVAL.toNanos()) : INTERVAL.toNanos();
    hasTold = true;
    lastLineNanos = now;
    nextLineNanos = now + intervalNanos;
    String message = message();
    untold.keySet().forEach(reason -> toldAt.put(reason, now));
    untold.clear();
    if (priority == Priority.ORDINARY) {
      return ordinary(Level.WARNING, message);
    }
    firstLines.add(now);
    return important(Level.WARNING, message);
  }

  private boolean isFirstOfAReason(long now) {
    toldAt.values().removeIf(at -> now - at >= HOUR_NANOS);
    if (toldAt.size() >= MAX_REASONS) {
      return false;
    }
    for (String reason : untold.keySet()) {
      if (!toldAt.containsKey(reason)) {
        return true;
      }
    }
    return false;
  }

  boolean isPending() {
    return !untold.isEmpty();
  }

  /** Returns the cause of the last loss; an empty string if there was none. */
  String lastCause() {
    return lastCause;
  }

  private String message() {
    StringBuilder message = new StringBuilder("lost spans: ");
    untold.forEach((reason, loss) -> {
      message.append(loss.spans).append(' ').append(reason);
      if (!loss.cause.isEmpty()) {
        message.append(" (").append(loss.cause).append(')');
      }
      message.append(", ");
    });
    message.setLength(message.length() - 2);
    return message
        .append(
            ". The account by reason is fanlight_spans_total. Next message about losses here in ")
        .append(TimeUnit.NANOSECONDS.toMinutes(intervalNanos))
        .append(" min at the earliest.")
        .toString();
  }

  private record Loss(long spans, String cause) {}
}
