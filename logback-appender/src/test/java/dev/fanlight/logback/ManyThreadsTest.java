/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.fanlight.logback.LineLedger.DropReason;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Far more threads than a queue has room, and an output that is slow but never stuck. */
class ManyThreadsTest {
  private static final int CAPACITY = 1; // emptied with each event
  private static final int LINES = 3;
  private static final int MAX_WAIT_MILLIS = 500;

  private final LineLedger ledger = new LineLedger();
  private final AtomicInteger written = new AtomicInteger();
  private final byte[] work = new byte[2_000_000];

  @Test
  void no_event_is_dropped_as_long_as_the_queue_is_emptied_within_the_wait() throws Exception {
    var queue = new EventQueue(CAPACITY, MAX_WAIT_MILLIS, 60_000, this::write, ledger);
    queue.start();
    int count = hasVirtualThreads() ? 2_000 : 500;

    var threads = new ArrayList<Thread>();
    for (int i = 0; i < count; i++) {
      threads.add(started(() -> {
        for (int line = 0; line < LINES; line++) {
          queue.offer(new LoggingEvent());
        }
      }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    queue.close();

    assertThat(ledger.dropped(DropReason.QUEUE_FULL)).isZero();
    assertThat(written).hasValue(count * LINES);
  }

  /** Takes so long that the whole of the threads waits for more than the maximum. */
  private void write(ILoggingEvent event) {
    var checksum = new CRC32();
    checksum.update(work);
    if (!hasVirtualThreads()) { // fewer threads
      checksum.update(work);
      checksum.update(work);
    }
    if (checksum.getValue() != 0) {
      written.incrementAndGet();
    }
  }

  private static boolean hasVirtualThreads() {
    return Runtime.version().feature() >= 21;
  }

  /** A virtual thread where the JDK has them. */
  private static Thread started(Runnable action) throws ReflectiveOperationException {
    if (hasVirtualThreads()) {
      Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
      return (Thread) start.invoke(null, action);
    }
    var thread = new Thread(null, action, "one of many", 64 * 1024);
    thread.start();
    return thread;
  }
}
