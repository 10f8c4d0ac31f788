/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.log.BatchLog.ReaderSettings;
import dev.fanlight.exporters.internal.reason.DropReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

/** A reader with a memory of what it took and lost, that keeps its own account. */
public final class FakeReader implements Books {

  public final List<String> lost = new ArrayList<>();
  public final List<Lease> leases = new ArrayList<>();
  public final List<Lease> parked = new ArrayList<>();
  public final LogReader reader;
  public final String view;
  public long lostSpans;
  public long given;
  public long settled;
  private final Map<String, Long> columns = new TreeMap<>();
  private final IdentityHashMap<Lease, Integer> settledParts = new IdentityHashMap<>();

  /** A reader of a view. */
  public FakeReader(BatchLog log, String name, String view) {
    this(log, new ReaderSettings(name, "somewhere", Duration.ZERO), view);
  }

  /** The same with settings of its own. */
  public FakeReader(BatchLog log, ReaderSettings settings, String view) {
    this.view = view;
    reader = log.newReader(
        settings, this, (spans, reason) -> lost.add(spans + " " + reason.code()), () -> {});
    reader.follow(view);
  }

  // ---- its account ----

  @Override
  public Map<String, Long> columns() {
    return new TreeMap<>(columns);
  }

  @Override
  public void goOn(Map<String, Long> before, long waiting) {
    columns.putAll(before);
    given += waiting;
  }

  @Override
  public void add(Map<String, Long> before) {
    before.forEach((column, count) -> columns.merge(column, count, Long::sum));
  }

  @Override
  public void found(long spans) {
    given += spans;
  }

  @Override
  public void dropped(long spans, DropReason reason) {
    if (spans > 0) {
      lostSpans += spans;
      columns.merge(DROPPED + reason.code(), spans, Long::sum);
    }
  }

  /** What was dropped for a reason, those before it included. */
  public long dropped(String reason) {
    return columns.getOrDefault(DROPPED + reason, 0L);
  }

  /** What was settled, by those before it as well. */
  public long delivered() {
    return columns.getOrDefault("delivered", 0L);
  }

  // ---- what it does ----

  /** Gives up what is older. */
  public void prepare(long tooOld) {
    reader.prepare(tooOld, 1_000, 1_000_000);
  }

  /** Takes what is next, which must be there. */
  public Lease take() {
    return take(1_000, 1_000_000);
  }

  /** The same within bounds. */
  public Lease take(int maxSpans, int maxBytes) {
    reader.prepare(Long.MIN_VALUE, maxSpans, maxBytes);
    return Objects.requireNonNull(reader.take(maxSpans, maxBytes), "nothing to take");
  }

  /** The spans of each record that is next. */
  public List<Integer> takeAll() {
    return spansOf(take());
  }

  /** Settles a lease. */
  public void settle(Lease lease) {
    int spans = lease.spans() - settledParts.getOrDefault(lease, 0);
    assertThat(lease.settle(() -> deliver(spans))).isTrue();
  }

  /** Settles some spans of a lease of one record. */
  public void settlePart(Lease lease, int spans) {
    assertThat(lease.settlePart(spans, () -> deliver(spans))).isTrue();
    settledParts.merge(lease, spans, Integer::sum);
  }

  private void deliver(int spans) {
    columns.merge("delivered", (long) spans, Long::sum);
    settled += spans;
  }

  /** Takes and settles to the end; the spans of each record. */
  public List<Integer> drain() {
    List<Integer> spans = new ArrayList<>();
    while (true) {
      reader.prepare(Long.MIN_VALUE, 1_000, 1_000_000);
      Lease lease = reader.take(1_000, 1_000_000);
      if (lease == null) {
        return spans;
      }
      spans.addAll(spansOf(lease));
      settle(lease);
    }
  }

  /** Takes something, perhaps. */
  public void takeSome(Random random) {
    int maxSpans = 1 + random.nextInt(20);
    reader.prepare(Long.MIN_VALUE, maxSpans, 1_000);
    Lease lease = reader.take(maxSpans, 1_000);
    if (lease != null) {
      if (random.nextBoolean()) {
        lease.tryReserve(random.nextInt(300));
      }
      leases.addAll(random.nextBoolean() ? lease.dissolve() : List.of(lease));
    }
  }

  /** Settles something, perhaps. */
  public void settleSome(Random random) {
    if (!parked.isEmpty() && random.nextBoolean()) {
      Lease lease = parked.remove(random.nextInt(parked.size()));
      if (lease.unpark()) {
        leases.add(lease);
      }
    } else if (!leases.isEmpty()) {
      settle(leases.remove(random.nextInt(leases.size())));
    }
  }

  /** Parks something, perhaps. */
  public void parkSome(Random random) {
    if (!leases.isEmpty()) {
      Lease taken = leases.remove(random.nextInt(leases.size()));
      for (Lease lease : taken.size() == 1 ? List.of(taken) : taken.dissolve()) {
        int left = lease.spans() - settledParts.getOrDefault(lease, 0);
        if (left > 1 && random.nextBoolean()) {
          settlePart(lease, 1 + random.nextInt(left - 1));
        }
        lease.park();
        parked.add(lease);
      }
    }
  }

  /** Ends what is in flight. */
  public void endLeases() {
    leases.forEach(lease -> lease.settle(() -> {}));
    leases.clear();
  }

  /** The spans of each record. */
  public static List<Integer> spansOf(Lease lease) {
    return lease.records().stream().map(BatchRecord::spans).toList();
  }
}
