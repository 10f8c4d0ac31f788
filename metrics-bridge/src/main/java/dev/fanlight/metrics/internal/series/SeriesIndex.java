/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.series;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** A hash table that finds a series by the raw values of a span. Any thread may read; one thread at a time may write. */
final class SeriesIndex {
  /*
   * Open addressing. Entries are immutable and are only added, so a reader needs no lock. To remove entries or to grow, the
   * owner fills and publishes another index. At least half of the slots are empty, so a search always ends.
   */
  private static final int INITIAL_SLOTS = 64;

  private final AtomicReferenceArray<@Nullable Entry> slots;
  private int size;

  /** Creates an empty index. */
  SeriesIndex() {
    this(INITIAL_SLOTS);
  }

  private SeriesIndex(int slots) {
    this.slots = new AtomicReferenceArray<>(slots);
  }

  /**
   * Returns the entry of a list of values; null if there is none.
   *
   * @param hash hash of the values, not negative
   * @param values the values; further elements of the array are ignored
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

  /** Adds an entry and returns this index, or a larger index with the entry that replaces it. */
  SeriesIndex with(Entry entry) {
    SeriesIndex index = size < slots.length() / 2 ? this : grown();
    index.put(entry);
    return index;
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

  /** The raw values of spans that belong to a series. */
  static final class Entry {
    final Series series;

    /** Dimensions whose value was folded, one bit each. */
    final long folds;

    /** Dimensions whose value was folded because of the limit of their label, one bit each. */
    final long valueFolds;

    private final int hash;
    private final @Nullable Object[] values;

    /** Creates an entry that owns the array from now on. */
    Entry(int hash, @Nullable Object[] values, Series series, long folds, long valueFolds) {
      this.hash = hash;
      this.values = values;
      this.series = series;
      this.folds = folds;
      this.valueFolds = valueFolds;
    }

    private boolean has(@Nullable Object[] given) {
      for (int i = 0; i < values.length; i++) {
        if (!Objects.equals(values[i], given[i])) {
          return false;
        }
      }
      return true;
    }
  }
}
