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

/** The series of one measure. Any thread. */
final class SeriesTable {
  private static final int NOT_MEASURED = -1;

  private static final int MAX_KEY_LENGTH = 1_024;
  private static final int MAX_LIST_SIZE = 8;
  private static final long SWEEP_NANOS = TimeUnit.MINUTES.toNanos(1);

  /*
   * A span usually finds its series in the index, without a lock. A span with new values goes through admit() under
   * "lock": its values are converted to texts (ids in names are replaced, long values are cut, values beyond a limit are
   * folded), and the texts find or create the series. Several lists of raw values may belong to one series; each becomes
   * an entry of the index while the index has space.
   *
   * A thread that reads all series or retires idle ones holds "sweeping", so that a reader never sees a half-retired
   * series. "sweeping" is acquired before "lock", never while "lock" is held.
   */
  private final Dimension[] dimensions;
  private final BucketCells cells;
  private final SeriesBudget budget;
  private final Object lock = new Object();
  private final ReentrantLock sweeping = new ReentrantLock();
  private volatile SeriesIndex index;

  @GuardedBy("lock") private final Map<List<@Nullable String>, SeriesHolder> holderByTexts = new HashMap<>();

  @GuardedBy("lock") private final LabelValues labelValues;

  @GuardedBy("sweeping") private long sweptNanos;

  SeriesTable(List<Dimension> dimensions, BucketCells cells, SeriesBudget budget) {
    this.dimensions = dimensions.toArray(Dimension[]::new);
    this.cells = cells;
    this.budget = budget;
    this.labelValues = new LabelValues(this.dimensions.length);
    this.index = new SeriesIndex();
    this.sweptNanos = budget.nowNanos();
  }

  /** Counts a span and returns its series; null if the metric excludes the span. */
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
      entry = admit(hash, values); // the series was retired meanwhile
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
    SeriesHolder holder = found == null ? createLocked(folding.texts()) : found;
    var entry = new Entry(hash, values, holder.series, folding.folds(), folding.valueFolds());
    boolean isFirst = found == null && folding.folds() == 0;
    if (isShort && (isFirst || index.size() < 2 * budget.limit())) {
      index = index.with(entry);
      holder.entry = isFirst ? entry : holder.entry;
    }
    return entry;
  }

  private static boolean isShort(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list.size() <= MAX_LIST_SIZE && list.stream().allMatch(SeriesTable::isShort);
    }
    return !(value instanceof Value<?>)
        && (!(value instanceof String text) || text.length() <= MAX_KEY_LENGTH);
  }

  @GuardedBy("lock") private @Nullable SeriesHolder findOrFoldLocked(CardinalityReducer folding) {
    SeriesHolder holder = holderByTexts.get(folding.texts());
    while (holder == null && folding.coarser()) {
      holder = holderByTexts.get(folding.texts());
    }
    return holder;
  }

  @GuardedBy("lock") private SeriesHolder createLocked(List<@Nullable String> texts) {
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
    var series = new Series(Labels.of(names, values), cells, budget.epochNanos());
    var holder = new SeriesHolder(series, budget.nowNanos());
    holderByTexts.put(texts, holder);
    labelValues.add(texts);
    return holder;
  }

  /** Returns a snapshot of every series, in no order; retires idle series before that if a sweep is due. */
  List<SeriesSnapshot> readings() {
    sweepIfDue();
    sweeping.lock();
    try {
      List<SeriesHolder> all;
      synchronized (lock) {
        all = List.copyOf(holderByTexts.values());
      }
      return all.stream()
          .map(holder -> holder.series.read())
          .filter(Objects::nonNull)
          .toList();
    } finally {
      sweeping.unlock();
    }
  }

  private void sweepIfDue() {
    if (!sweeping.tryLock()) {
      return; // another thread sweeps or reads
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
   * A series is retired and removed from the map in one step under "lock": a span that was added to a retired series waits
   * for the lock in admit() and creates a new series. The index is filled again with one entry per series, which also
   * removes the entries that an attack has left.
   */
  @GuardedBy("sweeping") private void sweepLocked(long now) {
    synchronized (lock) {
      int before = holderByTexts.size();
      for (var each = holderByTexts.entrySet().iterator(); each.hasNext(); ) {
        var entry = each.next();
        if (entry.getValue().isIdle(now, budget.idleNanos())) {
          labelValues.remove(entry.getKey());
          each.remove();
        }
      }
      budget.giveBack(before - holderByTexts.size());
      var fresh = new SeriesIndex();
      for (SeriesHolder holder : holderByTexts.values()) {
        if (holder.entry != null) {
          fresh = fresh.with(holder.entry);
        }
      }
      index = fresh;
    }
  }

  /** A series, its entry in the index, and the time of its last growth. */
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
