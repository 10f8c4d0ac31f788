/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.series;

import java.util.List;

/**
 * The value of an attribute as text.
 *
 * <p>Lists are written as JSON, as the OpenTelemetry Collector does: {@code ["a","b"]}.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/common/#anyvalue">AnyValue, representation for non-OTLP protocols</a>
 */
final class AttributeText {
  /** A label has fewer characters; the rest of a long list need not be written. */
  private static final int LONG_ENOUGH = 1_024;

  private AttributeText() {}

  static String of(Object value) {
    return value instanceof List<?> list ? json(list) : value.toString();
  }

  private static String json(List<?> list) {
    StringBuilder json = new StringBuilder("[");
    String separator = "";
    for (Object element : list) {
      if (json.length() > LONG_ENOUGH) {
        break;
      }
      json.append(separator);
      appendElement(json, element);
      separator = ",";
    }
    return json.append(']').toString();
  }

  private static void appendElement(StringBuilder json, Object element) {
    if (element instanceof String text) {
      appendQuoted(json, text);
    } else if (element instanceof Double number
        && number == Math.rint(number)
        && Math.abs(number) < 1e15) {
      json.append(number.longValue()); // as Go writes it: 1 and not 1.0
    } else {
      json.append(element);
    }
  }

  private static void appendQuoted(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length() && json.length() <= LONG_ENOUGH; i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> json.append('\\').append(c);
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default -> {
          if (c < ' ') {
            json.append("\\u00")
                .append(Character.forDigit(c >> 4, 16))
                .append(Character.forDigit(c & 15, 16));
          } else {
            json.append(c);
          }
        }
      }
    }
    json.append('"');
  }
}
