/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.fanlight.exporters.internal.send.Outcome;
import dev.fanlight.exporters.internal.settings.LaneSettings;
import dev.fanlight.exporters.internal.text.ForeignText;
import dev.fanlight.exporters.internal.threads.Threads;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.spi.LedgerSnapshot.State;
import dev.fanlight.exporters.spi.VendorStatus;
import io.opentelemetry.sdk.common.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The log lines about one vendor: each change of its state once, losses with cause and sum, and at most twelve lines in
 * any hour. Any thread.
 */
final class LaneLog {

  /*
   * Each kind of line has a report that decides when a line is due; LineBudget decides whether it may be written. A line
   * that may not be written now is not marked as told, and is tried again with the next event and by tellDue().
   *
   * Senders call tellDue() in their loop, and wait for a few seconds at most while isPending(): so a line follows even
   * without a further event.
   */

  static final Duration HICCUP = Duration.ofSeconds(5);
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String WAITING_CURE =
      "Its spans wait in the buffer and are sent when the credentials are there; other vendors are not affected.";

  private final String vendor;
  private final String place;
  private final Clock clock;
  private final Logger logger;
  private final ReentrantLock lock = Threads.current().newLock();

  /** Created with the first event, since an application waits for the start. */
  @GuardedBy("lock") private @Nullable LaneReport report;

  /**
   * A lane's notices.
   *
   * @param place the endpoint as a log may show it, without path, query and credentials
   */
  LaneLog(String vendor, String place, Clock clock, Logger logger) {
    this.vendor = vendor;
    this.clock = clock;
    this.logger = logger;
    this.place = place;
  }

  /** An attempt has ended and left the lane in a state. */
  void attemptEnded(State state, Outcome outcome) {
    List<NoticeLine> lines;
    lock.lock();
    try {
      lines = reportLocked().attemptEnded(state, outcome, clock.nanoTime());
    } finally {
      lock.unlock();
    }
    log(lines);
  }

  /**
   * The lane has no credentials to send with, and a renewal of them has failed.
   *
   * @param source of the credentials
   * @param reason of the failure
   * @param isDefinite whether it is told at once
   */
  void credentialsMissing(String source, String reason, boolean isDefinite) {
    List<NoticeLine> lines;
    lock.lock();
    try {
      lines = reportLocked().credentialsMissing(source, reason, isDefinite, clock.nanoTime());
    } finally {
      lock.unlock();
    }
    log(lines);
  }

  /** The lane has new credentials. */
  void credentialsRenewed(String source) {
    List<NoticeLine> lines;
    lock.lock();
    try {
      lines = reportLocked().credentialsRenewed(source, clock.nanoTime());
    } finally {
      lock.unlock();
    }
    log(lines);
  }

  /** The vendor took all spans of a request, and warned. */
  void warned(String warning) {
    List<NoticeLine> lines;
    lock.lock();
    try {
      lines = reportLocked().warned(warning, clock.nanoTime());
    } finally {
      lock.unlock();
    }
    log(lines);
  }

  /** Spans were rejected or dropped. */
  void lost(long spans, String reason, String detail) {
    List<NoticeLine> lines;
    lock.lock();
    try {
      lines = reportLocked().lost(spans, reason, detail, clock.nanoTime());
    } finally {
      lock.unlock();
    }
    log(lines);
  }

  /** The load was measured. */
  void measured(LaneLoad load) {
    List<NoticeLine> lines;
    lock.lock();
    try {
      lines = reportLocked().measured(load, clock.nanoTime());
    } finally {
      lock.unlock();
    }
    log(lines);
  }

  /** Writes one line about the lane's life, unless the same one was written in the last half hour. */
  void say(Level level, String message) {
    List<NoticeLine> lines;
    lock.lock();
    try {
      lines = reportLocked().said(level, message, clock.nanoTime());
    } finally {
      lock.unlock();
    }
    log(lines);
  }

  /** Writes the lines that are due by now without an event. */
  void tellDue() {
    List<NoticeLine> lines;
    lock.lock();
    try {
      lines = report == null ? List.of() : report.due(clock.nanoTime());
    } finally {
      lock.unlock();
    }
    log(lines);
  }

  /**
   * Returns the reason for the present trouble of the vendor, or else for its last loss; empty if neither is known.
   */
  String lastReason() {
    lock.lock();
    try {
      return report == null ? "" : report.lastReason();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns the state of the lane for a status page.
   *
   * @param waiting that it waits for its first credentials; empty if it does not
   */
  LaneReading reading(
      LedgerSnapshot account,
      VendorStatus load,
      LaneSettings settings,
      boolean isLeaving,
      String waiting) {
    lock.lock();
    try {
      LaneReport now = report;
      LaneFailure failure = now == null ? null : now.lastFailure(clock.nanoTime());
      boolean isUntold = !waiting.isEmpty() && (failure == null || failure.isOver());
      return new LaneReading(
          account,
          load,
          isUntold ? new LaneFailure(waiting, WAITING_CURE, Duration.ZERO, false) : failure,
          now == null ? "" : now.slowness(),
          now == null ? "" : now.lastLossCause(),
          settings.shownOrigin(),
          settings.maxAge(),
          isLeaving);
    } finally {
      lock.unlock();
    }
  }

  /** Returns true if requests get through, and the vendor takes spans more slowly than they come. */
  boolean isSlow() {
    lock.lock();
    try {
      return report != null && report.isSlow();
    } finally {
      lock.unlock();
    }
  }

  /** Returns true if a line may be due soon without an event. */
  boolean isPending() {
    lock.lock();
    try {
      return report != null && report.isPending();
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock") private LaneReport reportLocked() {
    LaneReport created = report;
    if (created == null) {
      created = new LaneReport(place);
      report = created;
    }
    return created;
  }

  private void log(List<NoticeLine> lines) {
    for (NoticeLine line : lines) {
      try {
        logger.log(line.level(), ForeignText.line("vendor \"" + vendor + "\": " + line.message()));
      } catch (Throwable ignored) {
        // a handler of the application's that throws must not stop a lane
      }
    }
  }
}
