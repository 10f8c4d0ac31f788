/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import dev.fanlight.exporters.internal.lane.FanoutSettings;
import dev.fanlight.exporters.internal.lane.Lane;
import dev.fanlight.exporters.internal.log.BatchLog;
import dev.fanlight.exporters.internal.transport.Transports;
import io.opentelemetry.sdk.common.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;

/** The end of a fan-out, within its time-out, and what it says about what is left. */
final class Closing {

  /*
   * In the order of the flow: refuse new spans; the batcher writes what waits and ends; the lanes send what they have, all
   * at the same time; what is left at the deadline stays in a log in files, or is booked as dropped{shutdown}; a log in
   * files writes what has changed. Each stage has its share of the time-out, so that all together stay within it:
   *
   *   start                     deadline            logBegins               end
   *     │ batcher, lanes send       │ senders end       │ the log's last write │
   *     └───────────────────────────┴── GRACE or 1/5 ───┴── 1 s or 1/5 ────────┘   (without files the last is nothing)
   */

  private static final Logger LOGGER = Logger.getLogger("dev.fanlight.exporters");
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
   */
  void close(List<Lane> all, List<Lane> ofTheFile) throws InterruptedException {
    Duration timeout = settings.shutdownTimeout();
    long end = clock.nanoTime() + timeout.toNanos();
    long logBegins = end - logShare(timeout).toNanos();
    long deadline = logBegins - shorter(GRACE, timeout.dividedBy(5)).toNanos();
    try {
      queue.close(); // 1. nothing comes any more
      batcher.close(deadline); // 2. what waits is written
      views.stop(Math.max(0, deadline - clock.nanoTime())); // 3. no further batch is written
      all.forEach(Lane::leaveInHaste); // 4. all lanes send what they have, at the same time
      for (Lane lane : all) {
        lane.awaitEnd(deadline);
      }
    } finally {
      all.forEach(Lane::abort); // 5. what is in flight is called off
      views.stop(GRACE.toNanos()); // and the batch that was just being written is in the log
      tellKept(keep(ofTheFile, logBegins)); // 6. what is left stays for the next process,
      tellLost(
          book(all, logBegins)); // or is booked, as for a vendor that left: nobody would send it
      transports.close();
      log.close(
          Duration.ofNanos(Math.max(0, end - clock.nanoTime()))); // 7. what changed is written
    }
  }

  /** What a log in files gets of the time for its last write. */
  private Duration logShare(Duration timeout) {
    return settings.disk().isEmpty()
        ? Duration.ZERO
        : shorter(BatchLog.CLOSE_TIME, timeout.dividedBy(5));
  }

  private static List<String> keep(List<Lane> lanes, long deadline) throws InterruptedException {
    List<String> kept = new ArrayList<>();
    for (Lane lane : lanes) {
      add(lane, lane.keepTheRest(deadline), kept);
    }
    return kept;
  }

  private static List<String> book(List<Lane> lanes, long deadline) throws InterruptedException {
    List<String> left = new ArrayList<>();
    for (Lane lane : lanes) {
      add(lane, lane.bookTheRest("shutdown", deadline), left);
    }
    return left;
  }

  private static void add(Lane lane, long spans, List<String> to) {
    if (spans > 0) {
      to.add(lane.settings().name() + " " + spans);
    }
  }

  private void tellKept(List<String> kept) {
    if (!kept.isEmpty()) {
      LOGGER.info("fan-out closed; spans that stay in the log " + log.place()
          + " and are sent after the next start, by vendor: " + String.join(", ", kept));
    }
  }

  private static void tellLost(List<String> left) {
    if (!left.isEmpty()) {
      LOGGER.warning("fan-out closed; spans not delivered, by vendor: " + String.join(", ", left));
    }
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
