/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.rules;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.common.ValueType;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.BiConsumer;

/**
 * Copies lists in attributes that rules and encoders cannot read as they are. Used for one batch, by one thread.
 *
 * <p>In a copy, an element that was null is an empty text, zero or false.
 */
public final class ListNormalizer {

  /*
   * The SDK keeps a list as the application gave it. In a linked list each element is found in linear time, so that a list
   * of 100,000 of them held the batcher for minutes. Encoders do not know null elements; the specification lets an exporter
   * write 0, false or an empty text in their place [1].
   *
   * [1] OpenTelemetry specification, "Common concepts", attribute, null values within arrays
   */
  private final SpanEditor editor = new SpanEditor(new Copy());

  /** A normalizer that has seen no span. */
  public ListNormalizer() {}

  /** Returns the span with copies in place of such lists; the same object if there are none. */
  public SpanData apply(SpanData span) {
    return editor.edit(span);
  }

  private static boolean isUnfit(Object value) {
    if (value instanceof List<?> list) {
      if (!(list instanceof RandomAccess)) {
        return true;
      }
      for (int i = 0; i < list.size(); i++) {
        Object element = list.get(i);
        if (element == null || isUnfit(element)) {
          return true;
        }
      }
      return false;
    }
    if (value instanceof KeyValue member) {
      return isUnfit(member.getValue());
    }
    return value instanceof Value<?> any && isNested(any) && isUnfit(any.getValue());
  }

  private static boolean isNested(Value<?> any) {
    return any.getType() == ValueType.ARRAY || any.getType() == ValueType.KEY_VALUE_LIST;
  }

  private static Object copy(AttributeType type, Object value) {
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>(list.size());
      for (Object element : list) {
        copy.add(element == null ? empty(type) : element);
      }
      return copy;
    }
    return value instanceof Value<?> any ? copy(any) : value;
  }

  private static Object empty(AttributeType type) {
    return switch (type) {
      case LONG_ARRAY -> 0L;
      case DOUBLE_ARRAY -> 0.0;
      case BOOLEAN_ARRAY -> false;
      default -> "";
    };
  }

  private static Value<?> copy(Value<?> any) {
    if (!isNested(any)) {
      return any;
    }
    List<Value<?>> elements = new ArrayList<>();
    List<KeyValue> members = new ArrayList<>();
    for (Object element : (List<?>) any.getValue()) {
      if (element instanceof KeyValue member) {
        members.add(KeyValue.of(member.getKey(), copy(member.getValue())));
      } else {
        elements.add(element instanceof Value<?> value ? copy(value) : Value.of(""));
      }
    }
    return any.getType() == ValueType.ARRAY
        ? Value.of(elements)
        : Value.of(members.toArray(KeyValue[]::new));
  }

  /** The edit of all attributes of a span. */
  private static final class Copy implements SpanEdit {

    @Override
    public String text(String text) {
      return text;
    }

    @Override
    public Attributes attributes(Attributes attributes) {
      Search search = new Search();
      attributes.forEach(search);
      if (!search.found) {
        return attributes;
      }
      AttributesBuilder builder = Attributes.builder();
      attributes.forEach(
          (key, value) -> ValueStrings.put(builder, key, copy(key.getType(), value)));
      return builder.build();
    }
  }

  private static final class Search implements BiConsumer<AttributeKey<?>, Object> {
    private boolean found;

    @Override
    public void accept(AttributeKey<?> key, Object value) {
      found = found || isUnfit(value);
    }
  }
}
