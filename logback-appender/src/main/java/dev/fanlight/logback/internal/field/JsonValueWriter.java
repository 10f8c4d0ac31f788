/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import dev.fanlight.logback.internal.json.JsonLine;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A writer of plain values in their JSON types. */
public final class JsonValueWriter {
  private JsonValueWriter() {}

  public static void write(JsonLine line, @Nullable Object value) {
    if (value instanceof Long number) {
      line.number(number);
    } else if (value instanceof Double number) {
      line.number(number);
    } else if (value instanceof BigDecimal number) {
      line.numberText(number.toString());
    } else if (value instanceof Boolean flag) {
      line.bool(flag);
    } else if (value instanceof Map<?, ?> map) {
      object(line, map);
    } else if (value instanceof List<?> list) {
      array(line, list);
    } else {
      line.string(value == null ? null : value.toString());
    }
  }

  private static void object(JsonLine line, Map<?, ?> map) {
    line.startObject();
    map.forEach((key, member) -> {
      line.member(String.valueOf(key));
      write(line, member);
    });
    line.endObject();
  }

  private static void array(JsonLine line, List<?> list) {
    line.startArray();
    for (Object element : list) {
      line.element();
      write(line, element);
    }
    line.endArray();
  }
}
