/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.json;

import java.util.Arrays;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The positions of the fields and of the long strings of a line, by which the line is shortened in place. */
final class TruncationIndex {
  private static final int SHORTEST = 32;
  private static final int ELLIPSIS = 3;

  private int[] fieldStarts = new int[64];
  private @Nullable FieldGroup[] fieldGroups = new @Nullable FieldGroup[64];
  private int fields;

  private int[] starts = new int[16];
  private int[] ends = new int[16];
  private boolean[] first = new boolean[16];
  private int strings;

  void clear() {
    fields = 0;
    strings = 0;
  }

  void field(int start, @Nullable FieldGroup open) {
    if (fields == fieldStarts.length) {
      fieldStarts = Arrays.copyOf(fieldStarts, fields * 2);
      fieldGroups = Arrays.copyOf(fieldGroups, fields * 2);
    }
    fieldStarts[fields] = start;
    fieldGroups[fields++] = open;
  }

  int fieldCount() {
    return fields;
  }

  int fieldStart(int field) {
    return fieldStarts[field];
  }

  /** Returns the object that was open when the field started. */
  @Nullable FieldGroup fieldGroup(int field) {
    return fieldGroups[field];
  }

  int lastFieldStart() {
    return fieldStarts[fields - 1];
  }

  @Nullable FieldGroup lastFieldGroup() {
    return fieldGroups[fields - 1];
  }

  void dropLastField() {
    int start = fieldStarts[--fields];
    while (strings > 0 && starts[strings - 1] >= start) {
      strings--;
    }
  }

  /** Records the position of a string, unless the string is too short to be shortened. */
  void string(int start, int end, boolean shortenFirst) {
    if (end - start <= SHORTEST + ELLIPSIS) {
      return;
    }
    if (strings == starts.length) {
      starts = Arrays.copyOf(starts, strings * 2);
      ends = Arrays.copyOf(ends, strings * 2);
      first = Arrays.copyOf(first, strings * 2);
    }
    starts[strings] = start;
    ends[strings] = end;
    first[strings++] = shortenFirst;
  }

  /**
   * Shortens strings in place.
   *
   * @return the new length of the line; above {@code limit} only if all strings have their minimum length
   */
  int shorten(byte[] bytes, int length, int limit) {
    int half = limit / 2;
    if (lengthWith(length, half, limit) <= limit) {
      return cut(
          bytes,
          length,
          highest(half, limit, level -> lengthWith(length, level, limit) <= limit),
          limit);
    }
    int level =
        highest(SHORTEST, limit, each -> lengthWith(length, Math.min(each, half), each) <= limit);
    return cut(bytes, length, Math.min(level, half), level);
  }

  /** Returns the highest level from {@code low} to {@code high} that fits; {@code low} if no level fits. */
  private static int highest(int low, int high, IntPredicate fits) {
    int fitting = low;
    int above = high + 1;
    while (above - fitting > 1) {
      int middle = (fitting + above) >>> 1;
      if (fits.test(middle)) {
        fitting = middle;
      } else {
        above = middle;
      }
    }
    return fitting;
  }

  private int lengthWith(int length, int firstLevel, int level) {
    int result = length;
    for (int i = 0; i < strings; i++) {
      int size = ends[i] - starts[i];
      result -= Math.max(0, size - ELLIPSIS - (first[i] ? firstLevel : level));
    }
    return result;
  }

  private int cut(byte[] bytes, int length, int firstLevel, int level) {
    int field = 0;
    int read = 0;
    int write = 0;
    for (int i = 0; i < strings; i++) {
      int keep = starts[i] + (first[i] ? firstLevel : level);
      if (keep + ELLIPSIS >= ends[i]) {
        continue;
      }
      int end = lastCharacterEnd(bytes, starts[i], keep);
      int shift = read - write;
      for (; field < fields && fieldStarts[field] < end; field++) {
        fieldStarts[field] -= shift;
      }
      System.arraycopy(bytes, read, bytes, write, end - read);
      write += end - read;
      bytes[write++] = (byte) 0xe2; // U+2026, an ellipsis
      bytes[write++] = (byte) 0x80;
      bytes[write++] = (byte) 0xa6;
      read = ends[i];
    }
    for (; field < fields; field++) {
      fieldStarts[field] -= read - write;
    }
    System.arraycopy(bytes, read, bytes, write, length - read);
    strings = 0; // their positions are invalid, and they have their minimum length
    return write + length - read;
  }

  /** Returns the end of the last complete character or escape that ends at or before {@code limit}. */
  private static int lastCharacterEnd(byte[] bytes, int start, int limit) {
    int at = start;
    int next = start;
    while (next <= limit) {
      at = next;
      next = at + width(bytes, at);
    }
    return at;
  }

  private static int width(byte[] bytes, int at) {
    int b = bytes[at] & 0xff;
    if (b == '\\') {
      return bytes[at + 1] == 'u' ? 6 : 2;
    }
    return b < 0x80 ? 1 : b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4;
  }
}
