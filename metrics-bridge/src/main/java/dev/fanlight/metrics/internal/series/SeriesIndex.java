/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.series;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Finds a series by the raw values of a span. Read by any thread, written by one at a time. */
final class SeriesIndex {
  /*
   * An open-addressing hash table. Entries are immutable and only ever added, so a reader needs no lock; to take entries
   * out, or to grow, another index is filled and published by the owner. Half the slots stay empty, so a search ends.
   */
  private static final int SMALLEST = 64;

  private final AtomicReferenceArray<@Nullable Entry> slots;
  private int size;

  /** An empty index. */
  SeriesIndex() {
    this(SMALLEST);
  }

  private SeriesIndex(int slots) {
    this.slots = new AtomicReferenceArray<>(slots);
  }

  /**
   * The entry of some values, or null.
   *
   * @param hash of the values, not negative
   * @param values perhaps followed by others that do not matter
   */
  @Nullable Entry find(int hash, @Nullable Object[] values) {
    int mask = slots.length() - 1;
    for (int i = hash & mask; ; i = (i + 1) & mask) {
      Entry entry = slots.get(i);
      if (entry == null || (entry.hash == hash && entry.has(values))) {
        return entry;
      }
    }
  }

  int size() {
    return size;
  }

  /** This index with one more entry, or a larger one that replaces it. */
  SeriesIndex with(Entry entry) {
    SeriesIndex roomy = size < slots.length() / 2 ? this : grown();
    roomy.put(entry);
    return roomy;
  }

  private SeriesIndex grown() {
    var grown = new SeriesIndex(slots.length() * 2);
    for (int i = 0; i < slots.length(); i++) {
      Entry entry = slots.get(i);
      if (entry != null) {
        grown.put(entry);
      }
    }
    return grown;
  }

  private void put(Entry entry) {
    int mask = slots.length() - 1;
    int i = entry.hash & mask;
    while (slots.get(i) != null) {
      i = (i + 1) & mask;
    }
    slots.set(i, entry);
    size++;
  }

  /** The raw values that lead to a series. */
  static final class Entry {
    final Series series;

    /** The dimensions whose value was folded on the way, one bit each. */
    final long folds;

    /** Those of them whose label has reached its own limit. */
    final long valueFolds;

    private final int hash;
    private final @Nullable Object[] values;

    /** Takes the array over. */
    Entry(int hash, @Nullable Object[] values, Series series, long folds, long valueFolds) {
      this.hash = hash;
      this.values = values;
      this.series = series;
      this.folds = folds;
      this.valueFolds = valueFolds;
    }

    private boolean has(@Nullable Object[] others) {
      for (int i = 0; i < values.length; i++) {
        if (!Objects.equals(values[i], others[i])) {
          return false;
        }
      }
      return true;
    }
  }
}
