/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import dev.fanlight.exporters.internal.lane.Lane;
import dev.fanlight.exporters.internal.log.BatchLog;
import dev.fanlight.exporters.internal.reason.DropReason;
import dev.fanlight.exporters.internal.settings.FanoutSettings;
import dev.fanlight.exporters.internal.transport.Transports;
import io.opentelemetry.sdk.common.Clock;
import java.time.Duration;
import java.util.List;

/** The end of a fan-out, within its timeout, and the report of spans that were not delivered. */
final class ShutdownSequence {

  /*
   * In the order of the flow: refuse new spans; the batcher writes the queue's spans and ends; the lanes send their
   * batches, all at the same time; batches that are left at the deadline stay in a log in files, or are booked as
   * dropped{shutdown}; a log in files writes its changes. Each stage has its share of the timeout, so that all
   * together stay within it:
   *
   *   start                     deadline            logBegins               end
   *     │ batcher, lanes send       │ senders end       │ the log's last write │
   *     └───────────────────────────┴── GRACE or 1/5 ───┴── 1 s or 1/5 ────────┘   (without files the last is zero)
   *
   * If the batcher is busy beyond the deadline, its spans and the queued spans are booked in its place, so that every
   * span that ended has one outcome as close() returns: ended = refused + received, and for each vendor received =
   * delivered + rejected + dropped + filtered + buffered, where buffered spans stay in files.
   *
   * Owners. The application's tracer provider owns the fan-out and closes it (FanlightSpanProcessor.shutdown). The exit hook is
   * no owner: it drains (Fanout.drain) and does not close, so that spans of requests that the application still
   * finishes are delivered until the owner closes, or the JVM is gone. Each of the two writes a LastLine.
   */

  private static final Duration GRACE = Duration.ofMillis(500);

  private final FanoutSettings settings;
  private final Clock clock;
  private final SpanQueue queue;
  private final Batcher batcher;
  private final ViewWriters views;
  private final Transports transports;
  private final BatchLog log;

  ShutdownSequence(
      FanoutSettings settings,
      Clock clock,
      SpanQueue queue,
      Batcher batcher,
      ViewWriters views,
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
   * @param all lanes, including removed lanes that still send
   * @param ofTheFile lanes of vendors that are still in the file after the next start
   * @param timeout for all of it
   */
  void close(List<Lane> all, List<Lane> ofTheFile, Duration timeout) throws InterruptedException {
    long end = clock.nanoTime() + timeout.toNanos();
    long logBegins = end - logShare(timeout).toNanos();
    long deadline = logBegins - shorter(GRACE, timeout.dividedBy(5)).toNanos();
    LastLine lastLine = new LastLine("fan-out closed");
    try {
      queue.close(); // 1. no more spans come
      batcher.close(deadline); // 2. queued spans are written
      views.stop(
          batcher.abandon(), remaining(logBegins)); // 3. or booked; no further batch is written
      all.forEach(Lane::leaveInHaste); // 4. all lanes send their batches, at the same time
      for (Lane lane : all) {
        lane.awaitEnd(deadline);
      }
    } finally {
      all.forEach(Lane::abort); // 5. requests in flight are cancelled
      views.stop(batcher.abandon(), Duration.ZERO); // also if this thread was interrupted above
      for (Lane lane : ofTheFile) { // 6. remaining batches stay for the next process,
        lastLine.addKept(lane.settings().name(), lane.keepTheRest(logBegins));
      }
      for (Lane lane : all) { // or are booked, as for a removed vendor, which has no lane later
        lane.bookTheRest(DropReason.SHUTDOWN, logBegins);
      }
      transports.close();
      log.close(remaining(end)); // 7. changes are written
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

  /** Returns the time for the last write of a log in files. */
  private Duration logShare(Duration timeout) {
    return settings.disk().isEmpty()
        ? Duration.ZERO
        : shorter(BatchLog.CLOSE_TIME, timeout.dividedBy(5));
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
