/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import org.jspecify.annotations.Nullable;

/** A cache of attribute keys as the first field of a KeyValue; one thread. */
final class AttributeKeyCache {

  /*
   * A set holds WAYS keys, the most recently added first; the oldest goes. A key is added when it is seen twice in a row
   * among the keys of its set that are not in it, so that keys that are seen once cost no allocation.
   */

  private static final int SETS = 1 << 8;
  private static final int WAYS = 4;
  private static final int MAX_KEY_LENGTH = 100; // at most three bytes a character

  private final @Nullable String[] keys = new @Nullable String[SETS * WAYS];
  private final byte[][] fields = new byte[SETS * WAYS][];
  private final int[] missed = new int[SETS];

  /** Writes the field {@code key} of a KeyValue; no field if the key is empty. */
  void write(String key, MessageBuffer out) {
    if (key.isEmpty()) {
      return;
    }
    int hash = key.hashCode();
    int set = (hash ^ (hash >>> 16)) & (SETS - 1);
    for (int at = set * WAYS; at < (set + 1) * WAYS; at++) {
      if (key.equals(keys[at])) {
        out.bytes(fields[at]);
        return;
      }
    }
    int end = out.size();
    out.utf8(key);
    out.head(OtlpFields.KEY_VALUE_KEY, end);
    if (missed[set] == hash && key.length() <= MAX_KEY_LENGTH) {
      add(key, out.copyOfLast(out.size() - end), set * WAYS);
    }
    missed[set] = hash;
  }

  private void add(String key, byte[] field, int first) {
    if (field.length > 0) {
      System.arraycopy(keys, first, keys, first + 1, WAYS - 1);
      System.arraycopy(fields, first, fields, first + 1, WAYS - 1);
      keys[first] = key;
      fields[first] = field;
    }
  }
}
