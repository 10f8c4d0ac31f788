/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Maps, lists, texts, numbers and flags as JSON, two spaces a level. */
public final class JsonWriter {

  private final StringBuilder out = new StringBuilder();

  private JsonWriter() {}

  /** The value with a line break behind it. */
  public static String print(Object value) {
    JsonWriter json = new JsonWriter();
    json.write(value, "\n");
    return json.out.append('\n').toString();
  }

  private void write(Object value, String indent) {
    if (value instanceof Map<?, ?> map) {
      writeAll(map.entrySet().iterator(), '{', '}', indent);
    } else if (value instanceof List<?> list) {
      writeAll(list.iterator(), '[', ']', indent);
    } else if (value instanceof Double number && number == Math.rint(number)) {
      out.append(number.longValue());
    } else if (value instanceof Number || value instanceof Boolean) {
      out.append(value);
    } else {
      quote(value.toString());
    }
  }

  private void writeAll(Iterator<?> elements, char open, char close, String indent) {
    out.append(open);
    String separator = "";
    boolean isEmpty = !elements.hasNext();
    while (elements.hasNext()) {
      out.append(separator).append(indent).append("  ");
      Object element = elements.next();
      if (element instanceof Map.Entry<?, ?> entry) {
        quote(entry.getKey().toString());
        out.append(": ");
        write(entry.getValue(), indent + "  ");
      } else {
        write(element, indent + "  ");
      }
      separator = ",";
    }
    out.append(isEmpty ? "" : indent).append(close);
  }

  private void quote(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        default -> {
          if (c < ' ' || Character.isSurrogate(c)) {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
