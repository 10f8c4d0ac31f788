/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The resources or scopes that were received last, by their bytes, so that equal ones are one object: the encoder groups
 * spans by it. Any thread.
 *
 * @param <T> immutable
 */
final class ReceivedOriginCache<T> {

  private static final int MAX_ENTRIES = 256;
  private static final int MAX_BYTES = 8 << 10;

  @GuardedBy("this") private final Map<Key, T> known = new RecentEntries<>();

  /** Returns the object that was made last from these bytes and this schema, or makes it. */
  T get(byte[] bytes, String schemaUrl, Supplier<T> factory) {
    if (bytes.length + schemaUrl.length() > MAX_BYTES) {
      return factory.get();
    }
    Key key = new Key(bytes, schemaUrl);
    synchronized (this) {
      T before = known.get(key);
      if (before != null) {
        return before;
      }
    }
    T made = factory.get();
    synchronized (this) {
      T before = known.putIfAbsent(key, made);
      return before == null ? made : before;
    }
  }

  private static final class Key {
    private final byte[] bytes;
    private final String schemaUrl;
    private final int hash;

    Key(byte[] bytes, String schemaUrl) {
      this.bytes = bytes;
      this.schemaUrl = schemaUrl;
      this.hash = 31 * Arrays.hashCode(bytes) + schemaUrl.hashCode();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && hash == key.hash
          && Arrays.equals(bytes, key.bytes)
          && schemaUrl.equals(key.schemaUrl);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /** The least recently used entry goes. */
  private static final class RecentEntries<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    RecentEntries() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > MAX_ENTRIES;
    }
  }
}
