/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.series;

import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.common.ValueType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Converts the value of an attribute to text.
 *
 * <p>Lists and maps are written as JSON, as the OpenTelemetry Collector does: {@code ["a","b"]}, and bytes in Base64.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/common/#anyvalue">AnyValue, representation for non-OTLP protocols</a>
 */
public final class AttributeText {
  /** Length in characters after which the text of a list ends; a label has fewer characters. */
  private static final int LONG_ENOUGH = 1_024;

  private AttributeText() {}

  /** Returns the text of a value; for a long list or map, only its beginning. */
  public static String of(Object value) {
    var json = new StringBuilder();
    if (value instanceof Value<?> any) {
      if (any.getValue() instanceof String text) {
        return text;
      }
      append(json, any);
      return any.getType() == ValueType.BYTES
          ? json.substring(1, json.length() - 1)
          : json.toString();
    }
    if (value instanceof List<?> list) {
      appendList(json, list, '[', ']');
      return json.toString();
    }
    return value.toString();
  }

  /** Returns the text with characters that UTF-8 cannot encode replaced, so that equal output means equal text. */
  public static String wellFormed(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private static void append(StringBuilder json, Value<?> any) {
    Object value = any.getValue();
    switch (any.getType()) {
      case KEY_VALUE_LIST -> appendList(json, (List<?>) value, '{', '}');
      case ARRAY -> appendList(json, (List<?>) value, '[', ']');
      case BYTES -> appendQuoted(json, base64((ByteBuffer) value));
      case STRING, BOOLEAN, LONG, DOUBLE -> appendElement(json, value);
      default -> {} // no value
    }
  }

  private static String base64(ByteBuffer bytes) {
    return StandardCharsets.ISO_8859_1
        .decode(Base64.getEncoder().encode(bytes.duplicate()))
        .toString();
  }

  private static void appendList(StringBuilder json, List<?> list, char start, char end) {
    json.append(start);
    String separator = "";
    for (Object element : list) {
      if (json.length() > LONG_ENOUGH) {
        break;
      }
      json.append(separator);
      appendElement(json, element);
      separator = ",";
    }
    json.append(end);
  }

  private static void appendElement(StringBuilder json, Object element) {
    if (element instanceof Value<?> any) {
      append(json, any);
    } else if (element instanceof KeyValue member) {
      appendQuoted(json, member.getKey());
      json.append(':');
      append(json, member.getValue());
    } else if (element instanceof String text) {
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
