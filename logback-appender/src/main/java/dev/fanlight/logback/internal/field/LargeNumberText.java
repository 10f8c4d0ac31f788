/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import dev.fanlight.logback.internal.value.NumberText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A converter of whole numbers that a double cannot represent, such as ids of 64 bits, which most JSON readers round. */
final class LargeNumberText {
  private static final long MAX_EXACT = 1L << 53;

  private LargeNumberText() {}

  /** Returns the plain value with each large number as text, at any depth. */
  static @Nullable Object asText(@Nullable Object value) {
    if (value instanceof Long number && (number > MAX_EXACT || number < -MAX_EXACT)) {
      return new NumberText(number.toString());
    }
    if (value instanceof BigDecimal number && isRounded(number)) {
      return new NumberText(number.toPlainString());
    }
    if (value instanceof Map<?, ?> map) {
      var members = new LinkedHashMap<String, @Nullable Object>();
      map.forEach((key, member) -> members.put(String.valueOf(key), asText(member)));
      return members;
    }
    if (value instanceof List<?> list) {
      var elements = new ArrayList<@Nullable Object>();
      list.forEach(element -> elements.add(asText(element)));
      return elements;
    }
    return value;
  }

  private static boolean isRounded(BigDecimal number) {
    return number.stripTrailingZeros().scale() <= 0
        && new BigDecimal(number.doubleValue()).compareTo(number) != 0;
  }
}
