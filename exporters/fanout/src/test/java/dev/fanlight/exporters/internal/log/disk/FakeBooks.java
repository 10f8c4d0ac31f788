/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.Books;
import dev.fanlight.exporters.internal.reason.DropReason;
import java.util.Map;
import java.util.TreeMap;

/** An account as a ledger keeps it. */
final class FakeBooks implements Books {

  private static final String DELIVERED = "delivered";

  private final Map<String, Long> columns = new TreeMap<>();
  private long received;
  private long buffered;

  synchronized void received(long spans) {
    received += spans;
    buffered += spans;
  }

  synchronized void delivered(long spans) {
    buffered -= spans;
    columns.merge(DELIVERED, spans, Long::sum);
  }

  @Override
  public synchronized Map<String, Long> columns() {
    return new TreeMap<>(columns);
  }

  @Override
  public synchronized void goOn(Map<String, Long> kept, long waiting) {
    columns.putAll(kept);
    buffered = waiting;
    received = waiting + sum();
  }

  @Override
  public synchronized void add(Map<String, Long> kept) {
    kept.forEach((column, count) -> columns.merge(column, count, Long::sum));
    received = buffered + sum();
  }

  @Override
  public synchronized void found(long spans) {
    received += spans;
    buffered += spans;
  }

  @Override
  public synchronized void dropped(long spans, DropReason reason) {
    buffered -= spans;
    columns.merge(DROPPED + reason.code(), spans, Long::sum);
  }

  synchronized long received() {
    return received;
  }

  synchronized long buffered() {
    return buffered;
  }

  synchronized long delivered() {
    return columns.getOrDefault(DELIVERED, 0L);
  }

  synchronized long dropped() {
    return sum() - delivered();
  }

  synchronized long dropped(String reason) {
    return columns.getOrDefault(DROPPED + reason, 0L);
  }

  private long sum() {
    return columns.values().stream().mapToLong(Long::longValue).sum();
  }
}
