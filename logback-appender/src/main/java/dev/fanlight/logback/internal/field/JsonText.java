/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A converter of plain values to the text of a label: objects and arrays as JSON, other values by {@code toString()}. */
final class JsonText {
  private final StringBuilder text = new StringBuilder();

  private JsonText() {}

  static @Nullable String of(@Nullable Object value) {
    if (!(value instanceof Map || value instanceof List)) {
      return value == null ? null : value.toString();
    }
    var json = new JsonText();
    json.add(value);
    return json.text.toString();
  }

  private void add(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      add(map);
    } else if (value instanceof List<?> list) {
      add(list);
    } else if (value == null || value instanceof Boolean || value instanceof Number) {
      text.append(value);
    } else {
      quote(value.toString());
    }
  }

  private void add(Map<?, ?> map) {
    text.append('{');
    String comma = "";
    for (Map.Entry<?, ?> member : map.entrySet()) {
      text.append(comma);
      quote(String.valueOf(member.getKey()));
      text.append(':');
      add(member.getValue());
      comma = ",";
    }
    text.append('}');
  }

  private void add(List<?> list) {
    text.append('[');
    String comma = "";
    for (Object element : list) {
      text.append(comma);
      add(element);
      comma = ",";
    }
    text.append(']');
  }

  private void quote(String string) {
    text.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ') {
        text.append("\\u00")
            .append(Character.forDigit(c >> 4, 16))
            .append(Character.forDigit(c & 0xf, 16));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }
}
