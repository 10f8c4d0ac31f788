/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * A cache of values computed from user keys, bounded in the number and length of keys; further keys are computed each
 * time. Any thread.
 *
 * @param <V> the type of the computed values
 */
final class BoundedCache<V> {
  private static final int MAX_KEYS = 512;
  private static final int MAX_LENGTH = 256;

  private final ConcurrentHashMap<String, V> known = new ConcurrentHashMap<>();
  private final Function<String, V> finder;

  /**
   * @param finder returns equal values for equal keys
   */
  BoundedCache(Function<String, V> finder) {
    this.finder = finder;
  }

  V of(String key) {
    V value = known.get(key);
    if (value != null) {
      return value;
    }
    V found = finder.apply(key);
    if (key.length() <= MAX_LENGTH && known.mappingCount() < MAX_KEYS) {
      known.put(key, found);
    }
    return found;
  }
}
