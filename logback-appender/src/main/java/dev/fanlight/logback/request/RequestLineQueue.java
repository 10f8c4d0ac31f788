/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.request;

import io.opentelemetry.sdk.common.Clock;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The queue of encoded lines before a file or standard output, with the thread that writes them. */
final class RequestLineQueue implements AutoCloseable {

  /*
   * Any thread offers, and never waits: if MAX_LINES lines or MAX_BYTES bytes are queued, the line is dropped as queue_full.
   * The thread fanlight-request-log takes the lines that are queued, up to BATCH_LINES, and writes them with one call, so
   * that lines of other writers of the same file do not come between the parts of a line.
   *
   * A write that fails costs the lines that it did not write to their end (write_error), and the thread goes on: the disk may
   * have space again. If it wrote a part of a line, the next write starts with a line feed.
   *
   * Closing: no more lines are taken, the queued ones are written within CLOSE_TIMEOUT, and the rest is dropped as shutdown. A
   * reader of standard output that hangs keeps the thread in its write; it is a daemon, and the close does not wait for it.
   */

  /** The reasons for which a line does not reach its target. */
  enum LossReason {
    QUEUE_FULL,
    WRITE_ERROR,
    SHUTDOWN
  }

  static final int MAX_LINES = 4_096;
  static final int MAX_BYTES = 4 << 20;
  private static final int BATCH_LINES = 128;
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
  private static final byte[] END = {};
  private static final byte[] LINE_FEED = {'\n'};

  private final WritableByteChannel target;
  private final boolean ownsTarget;
  private final RequestLossReport report;
  private final BlockingQueue<byte[]> lines = new ArrayBlockingQueue<>(MAX_LINES);
  private final AtomicLong queuedBytes = new AtomicLong();
  private final Map<LossReason, LongAdder> losses = new EnumMap<>(LossReason.class);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition progress = lock.newCondition();

  private final Thread thread = new Thread(this::run, "fanlight-request-log");

  private final LongAdder accepted = new LongAdder();
  private final AtomicLong settled = new AtomicLong();
  private boolean isInLine; // that thread only
  private volatile boolean closed;

  /** Opens standard output ({@code stdout}) or a file, to which lines are appended, and starts the thread. */
  static RequestLineQueue open(String target) {
    if (target.equals("stdout")) {
      return start(new FileOutputStream(FileDescriptor.out).getChannel(), false, target);
    }
    try {
      FileChannel file = FileChannel.open(
          Path.of(target),
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          StandardOpenOption.APPEND);
      return start(file, true, target);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the file of \"to\" cannot be opened (" + e.getClass().getSimpleName()
              + "); its folder must exist, and be writable",
          e);
    }
  }

  private static RequestLineQueue start(
      WritableByteChannel target, boolean ownsTarget, String name) {
    RequestLineQueue queue = new RequestLineQueue(target, ownsTarget, name, Clock.getDefault());
    queue.start();
    return queue;
  }

  /** Creates a queue that is not started. */
  RequestLineQueue(WritableByteChannel target, boolean ownsTarget, String name, Clock clock) {
    this.target = target;
    this.ownsTarget = ownsTarget;
    this.report = new RequestLossReport(name, clock);
    for (LossReason reason : LossReason.values()) {
      losses.put(reason, new LongAdder());
    }
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Queues a line, or drops and counts it; never waits. */
  void offer(byte[] line) {
    if (closed) {
      drop(LossReason.SHUTDOWN, 1);
    } else if (queuedBytes.addAndGet(line.length) > MAX_BYTES || !lines.offer(line)) {
      queuedBytes.addAndGet(-line.length);
      drop(LossReason.QUEUE_FULL, 1);
    } else {
      accepted.increment();
    }
  }

  private void drop(LossReason reason, long count) {
    LongAdder adder = losses.get(reason);
    if (adder != null && count > 0) {
      adder.add(count);
    }
  }

  /** Returns the lines that were dropped, by reason. */
  Map<String, Long> dropped() {
    Map<String, Long> dropped = new TreeMap<>();
    losses.forEach((reason, count) -> {
      if (count.sum() > 0) {
        dropped.put(reason.name().toLowerCase(Locale.ROOT), count.sum());
      }
    });
    return Collections.unmodifiableMap(dropped);
  }

  private void run() {
    List<byte[]> batch = new ArrayList<>(BATCH_LINES);
    boolean isEnded = false;
    while (!isEnded) {
      batch.clear();
      try {
        batch.add(lines.take());
      } catch (InterruptedException foreign) { // not by this class; the lines need their thread
        continue;
      }
      lines.drainTo(batch, BATCH_LINES - 1);
      isEnded = batch.removeIf(line -> line == END);
      try {
        write(batch);
      } catch (Throwable e) { // a lack of memory, or a defect: the next lines get their chance
        drop(LossReason.WRITE_ERROR, batch.size());
        settle(batch);
        report.update(dropped(), e.getClass().getName());
      }
      isEnded |= closed && lines.isEmpty(); // a close that could not wait for its turn
    }
  }

  private void write(List<byte[]> batch) {
    int size = isInLine ? LINE_FEED.length : 0;
    for (byte[] line : batch) {
      size += line.length;
    }
    ByteBuffer buffer = ByteBuffer.allocate(size);
    if (isInLine) {
      buffer.put(LINE_FEED);
    }
    for (byte[] line : batch) {
      buffer.put(line);
    }
    buffer.flip();
    String error = "";
    try {
      while (buffer.hasRemaining()) {
        target.write(buffer);
      }
      isInLine = false;
    } catch (IOException | RuntimeException e) {
      error = e.getClass().getName();
      settleFailed(buffer, batch);
    }
    settle(batch);
    report.update(dropped(), error);
  }

  private void settleFailed(ByteBuffer buffer, List<byte[]> batch) {
    int end = isInLine ? LINE_FEED.length : 0;
    int written = 0;
    for (byte[] line : batch) {
      end += line.length;
      written += end <= buffer.position() ? 1 : 0;
    }
    isInLine = buffer.position() > 0 ? buffer.get(buffer.position() - 1) != '\n' : isInLine;
    drop(LossReason.WRITE_ERROR, batch.size() - (long) written);
  }

  private void settle(List<byte[]> batch) {
    for (byte[] line : batch) {
      queuedBytes.addAndGet(-line.length);
    }
    lock.lock();
    try {
      settled.addAndGet(batch.size());
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the lines that are queued now are written or dropped. */
  void flush(Duration timeout) throws InterruptedException {
    long target = accepted.sum();
    long left = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (settled.get() < target && left > 0) {
        left = progress.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      boolean isAsked = lines.offer(END, CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      if (isAsked) {
        thread.join(CLOSE_TIMEOUT.toMillis());
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    drop(LossReason.SHUTDOWN, Math.max(0, accepted.sum() - settled.get()));
    report.close(dropped());
    if (ownsTarget && !thread.isAlive()) {
      try {
        target.close();
      } catch (IOException ignored) {
        // every line is written or counted
      }
    }
  }
}
