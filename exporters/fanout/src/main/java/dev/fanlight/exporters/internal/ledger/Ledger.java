/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.ledger;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.fanlight.exporters.internal.log.Books;
import dev.fanlight.exporters.internal.reason.DropReason;
import dev.fanlight.exporters.internal.reason.FilterCounts;
import dev.fanlight.exporters.internal.threads.Threads;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The exact counts of the outcomes of every span of one vendor. Any thread.
 *
 * <p>Every entry moves spans from one column to another under one lock, a few times per batch, so that each snapshot
 * adds up: {@code received = delivered + rejected + dropped + filtered + buffered}.
 */
public final class Ledger implements Books {

  private static final String FILTERED = "filtered.";
  private static final String REJECTED = "rejected.";

  private final String vendor;
  private final ReentrantLock lock = Threads.current().newLock();

  @GuardedBy("lock") private long received;

  @GuardedBy("lock") private long buffered;

  @GuardedBy("lock") private long delivered;

  @GuardedBy("lock") private long attempts;

  @GuardedBy("lock") private final Map<String, Long> filtered = new TreeMap<>();

  @GuardedBy("lock") private final Map<String, Long> rejected = new TreeMap<>();

  @GuardedBy("lock") private final Map<String, Long> dropped = new TreeMap<>();

  /** The rejected and dropped spans by reason, since the last call of {@link #takeLosses}, by this process. */
  @GuardedBy("lock") private Map<String, Long> losses = new TreeMap<>();

  /** An empty account. */
  public Ledger(String vendor) {
    this.vendor = vendor;
  }

  /** The vendor's name. */
  public String vendor() {
    return vendor;
  }

  /**
   * Books spans that the batcher took for this vendor; its rules filter some of them, and the rest is buffered from
   * now on.
   */
  public void received(long spans, FilterCounts filteredOfThem) {
    lock.lock();
    try {
      received += spans;
      filteredOfThem.addTo(filtered);
      buffered += spans - filteredOfThem.sum();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void found(long spans) {
    received(spans, FilterCounts.NONE);
  }

  @Override
  public void dropped(long spans, DropReason reason) {
    if (spans == 0) {
      return;
    }
    lock.lock();
    try {
      buffered -= spans;
      dropped.merge(reason.code(), spans, Long::sum);
      losses.merge(reason.code(), spans, Long::sum);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Map<String, Long> columns() {
    lock.lock();
    try {
      Map<String, Long> columns = new LinkedHashMap<>();
      columns.put("delivered", delivered);
      columns.put("attempts", attempts);
      filtered.forEach((reason, spans) -> columns.put(FILTERED + reason, spans));
      rejected.forEach((reason, spans) -> columns.put(REJECTED + reason, spans));
      dropped.forEach((reason, spans) -> columns.put(DROPPED + reason, spans));
      return columns;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void goOn(Map<String, Long> columns, long waiting) {
    lock.lock();
    try {
      if (received == 0) {
        columns.forEach(this::addLocked);
      }
      buffered = waiting;
      receivedLocked();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void add(Map<String, Long> columns) {
    lock.lock();
    try {
      columns.forEach(this::addLocked);
      receivedLocked();
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock") private void receivedLocked() {
    received = delivered + sum(filtered) + sum(rejected) + sum(dropped) + buffered;
  }

  @GuardedBy("lock") private void addLocked(String column, long count) {
    switch (column) {
      case "delivered" -> delivered += count;
      case "attempts" -> attempts += count;
      default -> {
        if (column.startsWith(FILTERED)) {
          filtered.merge(column.substring(FILTERED.length()), count, Long::sum);
        } else if (column.startsWith(REJECTED)) {
          rejected.merge(column.substring(REJECTED.length()), count, Long::sum);
        } else if (column.startsWith(DROPPED)) {
          dropped.merge(column.substring(DROPPED.length()), count, Long::sum);
        }
      }
    }
  }

  /** Counts a request. */
  public void attempted() {
    lock.lock();
    try {
      attempts++;
    } finally {
      lock.unlock();
    }
  }

  /** A delivery has ended: its spans leave the buffer for where the tally says. */
  public void settled(DeliveryCounts counts) {
    lock.lock();
    try {
      buffered -= counts.delivered() + sum(counts.rejected()) + sum(counts.dropped());
      delivered += counts.delivered();
      counts.rejected().forEach((reason, spans) -> rejected.merge(reason, spans, Long::sum));
      counts.dropped().forEach((reason, spans) -> dropped.merge(reason, spans, Long::sum));
      counts.rejected().forEach((reason, spans) -> losses.merge(reason, spans, Long::sum));
      counts.dropped().forEach((reason, spans) -> losses.merge(reason, spans, Long::sum));
    } finally {
      lock.unlock();
    }
  }

  /** Returns the rejected and dropped spans of this process by reason, without spans that an earlier call returned. */
  public Map<String, Long> takeLosses() {
    lock.lock();
    try {
      Map<String, Long> taken = losses;
      losses = new TreeMap<>();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the same, and leaves it to be taken. */
  public Map<String, Long> losses() {
    lock.lock();
    try {
      return new TreeMap<>(losses);
    } finally {
      lock.unlock();
    }
  }

  /** The account at this moment. */
  public LedgerSnapshot account(LedgerSnapshot.State state) {
    lock.lock();
    try {
      return new LedgerSnapshot(
          vendor, state, received, delivered, buffered, filtered, rejected, dropped, attempts);
    } finally {
      lock.unlock();
    }
  }

  private static long sum(Map<String, Long> counts) {
    long sum = 0;
    for (long each : counts.values()) {
      sum += each;
    }
    return sum;
  }
}
