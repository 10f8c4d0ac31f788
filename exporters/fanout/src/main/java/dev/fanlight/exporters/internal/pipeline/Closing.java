/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import dev.fanlight.exporters.internal.lane.FanoutSettings;
import dev.fanlight.exporters.internal.lane.Lane;
import dev.fanlight.exporters.internal.log.BatchLog;
import dev.fanlight.exporters.internal.reason.DropReason;
import dev.fanlight.exporters.internal.transport.Transports;
import io.opentelemetry.sdk.common.Clock;
import java.time.Duration;
import java.util.List;

/** The end of a fan-out, within its timeout, and the report of spans that were not delivered. */
final class Closing {

  /*
   * In the order of the flow: refuse new spans; the batcher writes the queue's spans and ends; the lanes send what they have,
   * all at the same time; what is left at the deadline stays in a log in files, or is booked as dropped{shutdown}; a log in
   * files writes what has changed. Each stage has its share of the timeout, so that all together stay within it:
   *
   *   start                     deadline            logBegins               end
   *     │ batcher, lanes send       │ senders end       │ the log's last write │
   *     └───────────────────────────┴── GRACE or 1/5 ───┴── 1 s or 1/5 ────────┘   (without files the last is nothing)
   *
   * If the batcher is busy beyond the deadline, its spans and those in the queue are booked in its place, so that every span
   * that ended has one outcome as close() returns: ended = refused + received, and for each vendor
   * received = delivered + rejected + dropped + filtered + buffered, where buffered spans stay in files.
   *
   * Owners. The application's tracer provider owns the fan-out and closes it (Switchboard.shutdown). The exit hook is no
   * owner: it drains (Fanout.drain) and closes nothing, so that spans of requests that the application still finishes are
   * delivered until the owner closes, or the JVM is gone. Each of the two writes a LastLine.
   */

  private static final Duration GRACE = Duration.ofMillis(500);

  private final FanoutSettings settings;
  private final Clock clock;
  private final SpanQueue queue;
  private final Batcher batcher;
  private final Views views;
  private final Transports transports;
  private final BatchLog log;

  Closing(
      FanoutSettings settings,
      Clock clock,
      SpanQueue queue,
      Batcher batcher,
      Views views,
      Transports transports,
      BatchLog log) {
    this.settings = settings;
    this.clock = clock;
    this.queue = queue;
    this.batcher = batcher;
    this.views = views;
    this.transports = transports;
    this.log = log;
  }

  /**
   * Stops everything.
   *
   * @param all lanes, those that left and still send included
   * @param ofTheFile those whose vendors are still there after the next start
   * @param timeout for all of it
   */
  void close(List<Lane> all, List<Lane> ofTheFile, Duration timeout) throws InterruptedException {
    long end = clock.nanoTime() + timeout.toNanos();
    long logBegins = end - logShare(timeout).toNanos();
    long deadline = logBegins - shorter(GRACE, timeout.dividedBy(5)).toNanos();
    LastLine lastLine = new LastLine("fan-out closed");
    try {
      queue.close(); // 1. nothing comes any more
      batcher.close(deadline); // 2. what waits is written
      views.stop(
          batcher.abandon(), remaining(logBegins)); // 3. or booked; no further batch is written
      all.forEach(Lane::leaveInHaste); // 4. all lanes send what they have, at the same time
      for (Lane lane : all) {
        lane.awaitEnd(deadline);
      }
    } finally {
      all.forEach(Lane::abort); // 5. what is in flight is called off
      views.stop(batcher.abandon(), Duration.ZERO); // also if this thread was interrupted above
      for (Lane lane : ofTheFile) { // 6. what is left stays for the next process,
        lastLine.addKept(lane.settings().name(), lane.keepTheRest(logBegins));
      }
      for (Lane lane : all) { // or is booked, as for a vendor that left: nobody would send it
        lane.bookTheRest(DropReason.SHUTDOWN.code(), logBegins);
      }
      transports.close();
      log.close(remaining(end)); // 7. what changed is written
      tell(all, lastLine); // 8. the log may have booked losses as it closed
    }
  }

  private void tell(List<Lane> all, LastLine lastLine) {
    for (Lane lane : all) {
      lastLine.addLost(lane.settings().name(), 0, lane.ledger().takeLosses(), lane.lastReason());
    }
    lastLine.setRefused(queue.queueSnapshot().refusedByReason());
    lastLine.write(log.place());
  }

  private Duration remaining(long untilNanos) {
    return Duration.ofNanos(Math.max(0, untilNanos - clock.nanoTime()));
  }

  /** What a log in files gets of the time for its last write. */
  private Duration logShare(Duration timeout) {
    return settings.disk().isEmpty()
        ? Duration.ZERO
        : shorter(BatchLog.CLOSE_TIME, timeout.dividedBy(5));
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
