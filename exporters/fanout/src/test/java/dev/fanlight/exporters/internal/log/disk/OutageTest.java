/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.log.Lease;
import dev.fanlight.exporters.internal.settings.DiskSettings.Sync;
import dev.fanlight.exporters.testing.ManualClock;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every vendor is down for an hour at 5,000 spans a second, and the process is restarted twice meanwhile. The clock is
 * the test's; the batches are as many as they would be, and small.
 */
@Timeout(120)
class OutageTest {

  private static final int SPANS = 2_048;
  private static final int RATE = 5_000;
  private static final int BATCHES = 3_600 * RATE / SPANS;
  private static final Duration BETWEEN = Duration.ofNanos(1_000_000_000L * SPANS / RATE);
  private static final long LIMIT = 1 << 30;
  private static final long MEMORY = 1 << 20;
  private static final int MOST_WAITING = 8; // as a lane keeps
  private static final Map<String, String> READERS = new TreeMap<>(Map.of("a", "v", "b", "v"));

  private final ManualClock clock = new ManualClock();
  private final Map<String, Deque<Lease>> waiting = new TreeMap<>();
  private final Map<String, BitSet> delivered = new TreeMap<>();
  private int appended;

  @TempDir
  Path folder;

  @Test
  void an_hour_without_any_vendor_costs_disk_and_not_one_span() throws Exception {
    OpenedLog log = open();
    long heapEarly = 0;
    for (int i = 0; i < BATCHES; i++) {
      append(log);
      if (i % 25 == 0) {
        for (String reader : READERS.keySet()) {
          tryInVain(log, reader);
        }
      }
      if (i == BATCHES / 10) {
        heapEarly = usedHeap();
      } else if (i == BATCHES / 3 || i == BATCHES * 2 / 3) {
        log.close();
        log = open();
      }
    }
    assertThat(usedHeap()).isLessThan(heapEarly + (4 << 20));
    assertThat(bytesOnDisk()).isBetween(1L << 20, LIMIT);

    boolean isMore = true;
    for (int i = 0; isMore; i++) {
      if (i % 3 == 0 && appended < BATCHES + 500) {
        append(log); // life goes on
      }
      isMore = false;
      for (String reader : READERS.keySet()) {
        isMore |= deliver(log, reader);
      }
    }

    long spans = (long) appended * SPANS;
    for (String reader : READERS.keySet()) {
      assertThat(delivered(reader).cardinality()).isEqualTo(appended);
      assertThat(log.books(reader).received()).isEqualTo(spans);
      assertThat(log.books(reader).delivered()).isEqualTo(spans);
      assertThat(log.books(reader).dropped()).isZero();
      assertThat(log.books(reader).buffered()).isZero();
    }
    assertThat(appended).isGreaterThan(BATCHES);
    log.close();
  }

  private OpenedLog open() {
    READERS.keySet().forEach(reader -> waiting.put(reader, new ArrayDeque<>()));
    return OpenedLog.open(
        new FileSystemDisk(),
        new OpenedLog.Settings(Sync.NEVER, clock, folder, LIMIT, MEMORY),
        READERS);
  }

  private void append(OpenedLog log) {
    clock.advance(BETWEEN);
    log.append(Records.named(appended++, "v", SPANS, 1_000));
  }

  /** As a lane does whose vendor is down: a few batches are tried again and again, the others wait in the log. */
  private void tryInVain(OpenedLog log, String reader) {
    Deque<Lease> mine = Objects.requireNonNull(waiting.get(reader));
    Lease lease = mine.size() < MOST_WAITING ? log.take(reader, SPANS, 1 << 20) : unparked(mine);
    if (lease != null) {
      assertThat(lease.records()).hasSize(1);
      lease.park();
      mine.add(lease);
    }
  }

  private static Lease unparked(Deque<Lease> leases) {
    Lease lease = leases.remove();
    assertThat(lease.unpark()).isTrue();
    return lease;
  }

  /** One request that gets through: what was tried before first, then the oldest; false if there is nothing. */
  private boolean deliver(OpenedLog log, String reader) {
    Lease lease = Objects.requireNonNull(waiting.get(reader)).poll();
    boolean isHeld = lease != null && lease.unpark();
    Lease next = isHeld ? lease : log.take(reader, SPANS, 1 << 20);
    if (next == null) {
      return false;
    }
    int number = Records.number(next.records().get(0));
    BitSet done = delivered(reader);
    assertThat(done.get(number)).as("batch %d twice for %s", number, reader).isFalse();
    if (!isHeld) {
      assertThat(number).as("oldest first for %s", reader).isEqualTo(done.nextClearBit(0));
    }
    done.set(number);
    log.settle(reader, next);
    return true;
  }

  private BitSet delivered(String reader) {
    return delivered.computeIfAbsent(reader, key -> new BitSet());
  }

  private long bytesOnDisk() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      long bytes = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
      return bytes;
    }
  }

  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
