/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import dev.fanlight.exporters.internal.log.BatchLog;
import dev.fanlight.exporters.internal.threads.ExitHook;
import dev.fanlight.exporters.internal.threads.Threads;
import dev.fanlight.exporters.spi.SpanIntake;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.trace.ReadableSpan;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The way into the fan-out for spans that were received from other processes; any thread. */
public final class ReceivedSpanIntake implements SpanIntake {

  /*
   * One thread at a time offers, in the order of arrival, so that the room it has seen stays: only the application's own
   * threads may fill the queue beside it. A thread without room has the batcher write what waits, which makes room; so the
   * speed of the batcher is the only back-pressure, and the batcher waits for no vendor.
   *
   * A receipt waits for the batcher and, with a log on disk, for the disk. Threads that wait at the same time share a batch.
   *
   * Order at the end: a receipt is given only if the queue was open after the spans were written. From its close on, spans
   * may be given up.
   */

  private final SpanQueue queue;
  private final Batcher batcher;
  private final BatchLog log;
  private final boolean needsDisk;
  private final BooleanSupplier hasVendors;
  private final Clock clock;
  private final ReentrantLock turn = Threads.current().newLock();

  /**
   * An intake.
   *
   * @param needsDisk whether spans may be taken only while the log on disk can be written
   * @param hasVendors whether a vendor runs
   */
  ReceivedSpanIntake(
      SpanQueue queue,
      Batcher batcher,
      BatchLog log,
      boolean needsDisk,
      BooleanSupplier hasVendors,
      Clock clock) {
    this.queue = queue;
    this.batcher = batcher;
    this.log = log;
    this.needsDisk = needsDisk;
    this.hasVendors = hasVendors;
    this.clock = clock;
  }

  /**
   * Takes spans for the present fan-out.
   *
   * @param running null if Fanlight is switched off
   * @see SpanIntake#take
   */
  public static Receipt take(
      @Nullable Fanout running, List<? extends ReadableSpan> spans, Duration timeout)
      throws InterruptedException {
    return running == null
        ? new Receipt.Unavailable("Fanlight is switched off")
        : running.intake().take(spans, timeout);
  }

  @Override
  public Receipt take(List<? extends ReadableSpan> spans, Duration timeout)
      throws InterruptedException {
    String trouble = trouble();
    if (!trouble.isEmpty()) {
      return new Receipt.Unavailable(trouble);
    }
    if (spans.isEmpty()) {
      return new Receipt.Appended(0);
    }
    long deadline = clock.nanoTime() + timeout.toNanos();
    int taken = offer(spans, deadline);
    if (taken == 0) {
      return new Receipt.Saturated();
    }
    boolean isAppended = batcher.flush(deadline)
        && log.awaitAppended(Duration.ofNanos(Math.max(0, deadline - clock.nanoTime())))
        && isInLog();
    return isAppended ? new Receipt.Appended(spans.size() - taken) : new Receipt.Unconfirmed();
  }

  private String trouble() {
    if (queue.isClosed() || ExitHook.isJvmEnding()) {
      return "the process ends";
    }
    if (!hasVendors.getAsBoolean()) {
      return "no vendor runs";
    }
    return needsDisk && !log.isOnDisk() ? "the log on disk cannot be written" : "";
  }

  private boolean isInLog() {
    return !queue.isClosed() && (!needsDisk || log.isOnDisk());
  }

  /** Returns how many spans were taken; the others were refused and counted, unless none was taken. */
  private int offer(List<? extends ReadableSpan> spans, long deadlineNanos)
      throws InterruptedException {
    if (!turn.tryLock(Math.max(0, deadlineNanos - clock.nanoTime()), TimeUnit.NANOSECONDS)) {
      return 0;
    }
    int taken = 0;
    try {
      while (taken < spans.size() && awaitRoom(spans.size() - taken, deadlineNanos)) {
        int before = taken;
        while (taken < spans.size() && queue.tryOffer(spans.get(taken))) {
          taken++;
        }
        if (taken == before && clock.nanoTime() - deadlineNanos >= 0) {
          break;
        }
      }
    } finally {
      turn.unlock();
    }
    return taken == 0 ? 0 : taken + offerAgain(spans.subList(taken, spans.size()));
  }

  /** Offers spans whose time is over, so that those without room are counted. */
  private int offerAgain(List<? extends ReadableSpan> spans) {
    int late = 0;
    for (ReadableSpan span : spans) {
      if (queue.tryOffer(span)) {
        late++;
      } else {
        queue.offer(span);
      }
    }
    return late;
  }

  /** Waits until there is room for so many spans, or for as many as the queue holds; false if there was none in time. */
  private boolean awaitRoom(int spans, long deadlineNanos) throws InterruptedException {
    while (!queue.isClosed()) {
      int capacity = queue.capacity();
      if (queue.size() + Math.min(spans, capacity) <= capacity) {
        return true;
      }
      if (clock.nanoTime() - deadlineNanos >= 0 || !batcher.flush(deadlineNanos)) {
        return false;
      }
    }
    return false;
  }
}
