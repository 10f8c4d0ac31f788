/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.fanlight.exporters.internal.text.ForeignText;
import dev.fanlight.exporters.internal.threads.Threads;
import dev.fanlight.exporters.spi.Account.State;
import io.opentelemetry.sdk.common.Clock;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The log lines about one vendor: each change of its state once, losses with cause and sum, and at most twelve lines in
 * any hour. Any thread.
 */
final class Notices {

  /*
   * Each kind of line has a report that decides when a line is due; LineBudget decides whether it may be written. A line
   * that may not be written now is not marked as told, and is tried again with the next event and by tellDue().
   *
   * Senders call tellDue() in their loop, and do not wait for longer than a few seconds while isPending(): so a line
   * follows although nothing more happens.
   */

  static final Duration HICCUP = Duration.ofSeconds(5);
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String vendor;
  private final Clock clock;
  private final Logger logger;
  private final ReentrantLock lock = Threads.current().newLock();

  @GuardedBy("lock") private final LineBudget budget = new LineBudget();

  @GuardedBy("lock") private final TroubleReport trouble;

  @GuardedBy("lock") private final LossReport losses = new LossReport();

  @GuardedBy("lock") private final BacklogReport backlog = new BacklogReport();

  @GuardedBy("lock") private final RemarkReport remarks;

  /** A line to be written before the one that an event asks for. */
  @GuardedBy("lock") private @Nullable NoticeLine before;

  /**
   * A lane's notices.
   *
   * @param place the endpoint as a log may show it, without path, query and credentials
   */
  Notices(String vendor, String place, Clock clock, Logger logger) {
    this.vendor = vendor;
    this.clock = clock;
    this.logger = logger;
    this.trouble = new TroubleReport(place);
    this.remarks = new RemarkReport(place);
  }

  /** An attempt has ended and left the lane in a state. */
  void attemptEnded(State state, Outcome outcome) {
    write(now -> outcome instanceof Outcome.Later later
        ? trouble.failed(state, later, budget, now)
        : afterLossesLocked(trouble.answered(budget, now), now));
  }

  /** What was lost in trouble is told before its end, so that the last line tells the state. */
  @GuardedBy("lock") private @Nullable NoticeLine afterLossesLocked(@Nullable NoticeLine line, long now) {
    if (line != null && line.level() == Level.INFO) {
      NoticeLine sum = losses.sum(budget, now);
      before = sum == null ? null : budget.write(sum, now);
    }
    return line;
  }

  /** The vendor took all spans of a request, and warned. */
  void warned(String warning) {
    write(now -> remarks.warned(warning, budget, now));
  }

  /** Spans were rejected or dropped. */
  void lost(long spans, String reason, String detail) {
    write(now -> {
      losses.add(spans, reason, detail.isEmpty() ? causeOfLocked(reason, now) : detail, now);
      return losses.due(budget, now);
    });
  }

  @GuardedBy("lock") private String causeOfLocked(String reason, long now) {
    return LossCauses.of(
        reason,
        trouble.reason(),
        trouble.nanosInTrouble(now),
        backlog.slowness(),
        trouble.lastReason());
  }

  /** The backlog was measured. */
  void measured(LaneLoad load) {
    write(now -> afterLossesLocked(
        backlog.measured(load, trouble.isUpFor(LoadMeter.PERIOD, now), budget, now), now));
  }

  /** Returns why the vendor takes nothing now, or else why it lost spans last; empty if neither is known. */
  String lastReason() {
    lock.lock();
    try {
      return trouble.reason().isEmpty() ? losses.lastCause() : trouble.reason();
    } finally {
      lock.unlock();
    }
  }

  /** Whether the vendor gets through, and takes spans more slowly than they come. */
  boolean isSlow() {
    lock.lock();
    try {
      return !backlog.slowness().isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Writes one line about the lane's life, unless the same one was written in the last minutes. */
  void say(Level level, String message) {
    write(now -> remarks.said(level, message, budget, now));
  }

  /** Writes the lines that are due by now although nothing has happened. */
  void tellDue() {
    write(now -> afterLossesLocked(trouble.due(budget, now), now));
    write(now -> losses.due(budget, now));
  }

  /** Whether a line may be due soon although nothing happens. */
  boolean isPending() {
    lock.lock();
    try {
      return trouble.isPending() || losses.isPending() || !backlog.slowness().isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private void write(Report report) {
    NoticeLine first;
    NoticeLine line;
    lock.lock();
    try {
      long now = clock.nanoTime();
      line = report.line(now);
      line = line == null ? null : budget.write(line, now);
      first = before;
      before = null;
    } finally {
      lock.unlock();
    }
    if (first != null) {
      log(first);
    }
    if (line != null) {
      log(line);
    }
  }

  private void log(NoticeLine line) {
    try {
      logger.log(line.level(), ForeignText.line("vendor \"" + vendor + "\": " + line.message()));
    } catch (Throwable ignored) {
      // a handler of the application's that throws must not stop a lane
    }
  }

  /** Returns the line that follows from an event; called under the lock. */
  private interface Report {
    @Nullable NoticeLine line(long now);
  }
}
