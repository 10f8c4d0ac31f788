/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.series;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.fanlight.metrics.internal.series.SeriesIndex.Entry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** All series of one metric. Any thread. */
final class SeriesTable {
  private static final int NOT_MEASURED = -1;

  private static final int LONGEST_KEY = 1_024;
  private static final int LONGEST_LIST = 8;
  private static final long SWEEP_NANOS = TimeUnit.MINUTES.toNanos(1);

  /*
   * The usual span finds its series in the index, without a lock. A span with values not seen
   * before comes to admit(), under "lock": its values become texts (ids are taken out of names, long
   * values are cut), and those, folded where there are too many, find or make the series. Several raw
   * values may lead to one series; each becomes an entry of the index while there is room.
   *
   * "sweeping" is held by whoever reads all series or retires idle ones, so that a reader never
   * meets a series half retired; it is taken before "lock", never inside.
   */
  private final Dimension[] dimensions;
  private final BucketCells layout;
  private final SeriesBudget budget;
  private final Object lock = new Object();
  private final ReentrantLock sweeping = new ReentrantLock();
  private volatile SeriesIndex index;

  @GuardedBy("lock") private final Map<List<@Nullable String>, SeriesHolder> heldByTexts = new HashMap<>();

  @GuardedBy("lock") private final LabelValues labelValues;

  @GuardedBy("sweeping") private long sweptNanos;

  SeriesTable(List<Dimension> dimensions, BucketCells layout, SeriesBudget budget) {
    this.dimensions = dimensions.toArray(Dimension[]::new);
    this.layout = layout;
    this.budget = budget;
    this.labelValues = new LabelValues(this.dimensions.length);
    this.index = new SeriesIndex();
    this.sweptNanos = budget.nowNanos();
  }

  /** Counts a span in its series and returns that; null if the metric does not measure it. */
  @Nullable Series count(SpanData span, Attributes event, int cell, long nanos, long bytes) {
    @Nullable Object[] values = ThreadLocalValues.ofThread(dimensions.length);
    int hash = read(span, event, values);
    if (hash == NOT_MEASURED) {
      return null;
    }
    Entry entry = index.find(hash, values);
    if (entry == null) {
      entry = admit(hash, values);
    }
    while (!entry.series.add(cell, nanos, bytes)) {
      entry = admit(hash, values); // it was retired meanwhile
    }
    ThreadLocalValues.clear(values, dimensions.length);
    if (entry.folds != 0) {
      countFolds(entry);
    }
    return entry.series;
  }

  private int read(SpanData span, Attributes event, @Nullable Object[] values) {
    int hash = 0;
    for (int i = 0; i < dimensions.length; i++) {
      Object value = dimensions[i].read(span, event);
      if (value == null && dimensions[i].isRequired()) {
        ThreadLocalValues.clear(values, i);
        return NOT_MEASURED;
      }
      values[i] = value;
      hash = 31 * hash + Objects.hashCode(value);
    }
    return (hash ^ (hash >>> 16)) & Integer.MAX_VALUE;
  }

  private void countFolds(Entry entry) {
    for (int i = 0; i < dimensions.length; i++) {
      if ((entry.folds & (1L << i)) != 0) {
        budget.folded(dimensions[i], (entry.valueFolds & (1L << i)) != 0);
      }
    }
  }

  private Entry admit(int hash, @Nullable Object[] values) {
    if (budget.isFull()) {
      sweepIfDue();
    }
    synchronized (lock) {
      Entry entry = index.find(hash, values);
      return entry != null ? entry : admitLocked(hash, Arrays.copyOf(values, dimensions.length));
    }
  }

  @GuardedBy("lock") private Entry admitLocked(int hash, @Nullable Object[] values) {
    List<@Nullable String> texts = new ArrayList<>(values.length);
    boolean isShort = true;
    for (int i = 0; i < values.length; i++) {
      texts.add(LabelText.of(dimensions[i], values[i]));
      isShort &= isShort(values[i]);
    }
    var folding = new CardinalityReducer(dimensions, labelValues, budget, texts);
    SeriesHolder found = findOrFoldLocked(folding);
    SeriesHolder held = found == null ? holdLocked(folding.texts()) : found;
    var entry = new Entry(hash, values, held.series, folding.folds(), folding.valueFolds());
    boolean isFirst = found == null && folding.folds() == 0;
    if (isShort && (isFirst || index.size() < 2 * budget.limit())) {
      index = index.with(entry);
      held.entry = isFirst ? entry : held.entry;
    }
    return entry;
  }

  private static boolean isShort(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list.size() <= LONGEST_LIST && list.stream().allMatch(SeriesTable::isShort);
    }
    return !(value instanceof Value<?>)
        && (!(value instanceof String text) || text.length() <= LONGEST_KEY);
  }

  @GuardedBy("lock") private @Nullable SeriesHolder findOrFoldLocked(CardinalityReducer folding) {
    SeriesHolder held = heldByTexts.get(folding.texts());
    while (held == null && folding.coarser()) {
      held = heldByTexts.get(folding.texts());
    }
    return held;
  }

  @GuardedBy("lock") private SeriesHolder holdLocked(List<@Nullable String> texts) {
    if (!budget.take()) {
      budget.takeLast();
    }
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (int i = 0; i < dimensions.length; i++) {
      String text = texts.get(i);
      if (text != null) {
        names.add(dimensions[i].label());
        values.add(text);
      }
    }
    var series = new Series(Labels.of(names, values), layout, budget.epochNanos());
    var held = new SeriesHolder(series, budget.nowNanos());
    heldByTexts.put(texts, held);
    labelValues.add(texts);
    return held;
  }

  /** Every series as it is now, in no order; retires idle ones on the way. */
  List<SeriesSnapshot> readings() {
    sweepIfDue();
    sweeping.lock();
    try {
      List<SeriesHolder> all;
      synchronized (lock) {
        all = List.copyOf(heldByTexts.values());
      }
      return all.stream()
          .map(held -> held.series.read())
          .filter(Objects::nonNull)
          .toList();
    } finally {
      sweeping.unlock();
    }
  }

  private void sweepIfDue() {
    if (!sweeping.tryLock()) {
      return; // somebody is at it
    }
    try {
      long now = budget.nowNanos();
      if (now - sweptNanos >= Math.min(SWEEP_NANOS, budget.idleNanos() / 4)) {
        sweptNanos = now;
        sweepLocked(now);
      }
    } finally {
      sweeping.unlock();
    }
  }

  /*
   * Retiring and leaving the map happen under "lock" together: a span that met a retired series
   * waits for it in admit() and finds the retired one gone. The index is filled anew with one entry for each
   * series, which also clears out what an attack has left there.
   */
  @GuardedBy("sweeping") private void sweepLocked(long now) {
    synchronized (lock) {
      int before = heldByTexts.size();
      for (var each = heldByTexts.entrySet().iterator(); each.hasNext(); ) {
        var entry = each.next();
        if (entry.getValue().isIdle(now, budget.idleNanos())) {
          labelValues.remove(entry.getKey());
          each.remove();
        }
      }
      budget.giveBack(before - heldByTexts.size());
      var fresh = new SeriesIndex();
      for (SeriesHolder held : heldByTexts.values()) {
        if (held.entry != null) {
          fresh = fresh.with(held.entry);
        }
      }
      index = fresh;
    }
  }

  /** A series and when it last grew. */
  private static final class SeriesHolder {
    final Series series;

    @Nullable Entry entry;

    private long spans;
    private long grewNanos;

    SeriesHolder(Series series, long nowNanos) {
      this.series = series;
      this.grewNanos = nowNanos;
    }

    boolean isIdle(long nowNanos, long idleNanos) {
      long now = series.spans();
      if (now != spans) {
        spans = now;
        grewNanos = nowNanos;
      }
      return nowNanos - grewNanos >= idleNanos && series.retire(spans);
    }
  }
}
