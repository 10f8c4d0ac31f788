/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.value;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A converter of values of the application to plain values, with a maximum size and depth. */
public final class PlainValues {
  /** The start of the text that replaces a value that failed. */
  public static final String FAILED = "<failed: ";

  private static final int MAX_CHARS = 65_536;
  private static final int MAX_DEPTH = 32;
  private static final int MAX_EXACT_DIGITS = 17;
  private static final int CHARS_PER_ELEMENT = 4;
  private static final String ELLIPSIS = "…";
  private static final String CIRCULAR = "<circular>";

  /** The stack of open containers, outermost first. */
  private final ArrayList<Object> path = new ArrayList<>();

  private int room = MAX_CHARS;

  private PlainValues() {}

  /**
   * Returns the plain value of any object. Does not throw: if code of the application throws, only that element is lost.
   */
  public static @Nullable Object of(@Nullable Object value) {
    if (value == null || value instanceof String || value instanceof Boolean) {
      return value;
    }
    return new PlainValues().read(value);
  }

  /** Returns the text that replaces a value that failed. */
  public static String failed(Throwable t) {
    return FAILED + t.getClass().getName() + '>';
  }

  private @Nullable Object read(@Nullable Object value) {
    try {
      return plain(value);
    } catch (Throwable t) { // thrown by a toString or an iterator of the application
      return failed(t);
    }
  }

  private @Nullable Object plain(@Nullable Object value) {
    if (value == null || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Number number) {
      return number(number);
    }
    if (value instanceof Map || value instanceof Collection || value.getClass().isArray()) {
      return container(value);
    }
    if (JacksonAdapter.isNode(value)) {
      return read(JacksonAdapter.valueOf(value));
    }
    return text(String.valueOf(value));
  }

  private Object container(Object value) {
    if (value instanceof byte[] bytes) {
      return text(Base64.getEncoder().encodeToString(bytes));
    }
    if (value instanceof char[] chars) {
      return text(new String(chars));
    }
    if (path.size() == MAX_DEPTH) {
      return ELLIPSIS;
    }
    for (Object outer : path) {
      if (outer == value) {
        return CIRCULAR;
      }
    }
    path.add(value);
    try {
      return value instanceof Map<?, ?> map ? map(map) : list(value);
    } finally {
      path.remove(path.size() - 1);
    }
  }

  private Map<String, @Nullable Object> map(Map<?, ?> map) {
    var result = new LinkedHashMap<String, @Nullable Object>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (isFull()) {
        result.put(ELLIPSIS, ELLIPSIS);
        break;
      }
      String key = key(entry.getKey());
      if (!result.containsKey(key)) {
        result.put(key, read(entry.getValue()));
      }
    }
    return result;
  }

  private List<@Nullable Object> list(Object value) {
    var result = new ArrayList<@Nullable Object>();
    if (value instanceof Collection<?> elements) {
      for (Object element : elements) {
        if (!add(result, element)) {
          break;
        }
      }
    } else {
      int length = Array.getLength(value);
      for (int i = 0; i < length && add(result, Array.get(value, i)); i++) {}
    }
    return result;
  }

  /** Adds an element, or an ellipsis if the maximum size is reached. */
  private boolean add(List<@Nullable Object> list, @Nullable Object element) {
    if (isFull()) {
      list.add(ELLIPSIS);
      return false;
    }
    list.add(read(element));
    return true;
  }

  private String key(@Nullable Object key) {
    try {
      return text(String.valueOf(key));
    } catch (Throwable t) { // thrown by a toString of the application
      return failed(t);
    }
  }

  private boolean isFull() {
    room -= CHARS_PER_ELEMENT;
    return room <= 0;
  }

  private String text(String text) {
    if (path.isEmpty()) {
      return text; // a top-level text is shortened with the line
    }
    int length = text.length();
    if (length <= room) {
      room -= length;
      return text;
    }
    String head = text.substring(0, Math.max(0, room));
    room = 0;
    return head + ELLIPSIS;
  }

  static Object number(Number number) {
    if (number instanceof Long
        || number instanceof Integer
        || number instanceof Short
        || number instanceof Byte
        || number instanceof AtomicInteger
        || number instanceof AtomicLong) {
      return number.longValue();
    }
    if (number instanceof Double && Double.isFinite(number.doubleValue())) {
      return number;
    }
    if (number instanceof Float && Double.isFinite(number.doubleValue())) {
      return Double.valueOf(number.toString()); // 0.1f is 0.1, not 0.10000000149
    }
    if (number instanceof BigInteger big && big.bitLength() < Long.SIZE) {
      return big.longValue();
    }
    if (number instanceof BigDecimal big
        && big.precision() <= MAX_EXACT_DIGITS
        && Double.isFinite(big.doubleValue())) {
      return big;
    }
    return new NumberText(number.toString());
  }
}
