/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Remembers what was found out about keys, of which an application has few; if it has many, about the first of them. Any
 * thread.
 *
 * @param <V> what there is to know about a key
 */
final class BoundedCache<V> {
  private static final int MAX_KEYS = 512;
  private static final int MAX_LENGTH = 256;

  private final ConcurrentHashMap<String, V> known = new ConcurrentHashMap<>();
  private final Function<String, V> finder;

  /**
   * @param finder always finds the same for the same key
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
