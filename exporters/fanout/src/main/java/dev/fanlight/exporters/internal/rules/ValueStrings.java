/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.rules;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.common.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The strings inside of an attribute's value, however deep. */
final class ValueStrings {

  private ValueStrings() {}

  /** The value with each string edited; the same object where the edit leaves all as they are. */
  @SuppressWarnings("unchecked") // a list of one type or another, read as objects
  static Object edit(Object value, UnaryOperator<String> edit) {
    if (value instanceof String text) {
      return edit.apply(text);
    }
    if (value instanceof List<?> list) {
      return list(
          (List<Object>) list,
          element -> element instanceof String text ? edit.apply(text) : element);
    }
    return value instanceof Value<?> any ? any(any, edit) : value;
  }

  /** Copies at the first element that changes. */
  @SuppressWarnings("ReferenceEquality") // identity says: untouched
  static <T> List<T> list(List<T> before, UnaryOperator<T> edit) {
    List<T> after = null;
    for (int i = 0; i < before.size(); i++) {
      T element = before.get(i);
      T edited = edit.apply(element);
      if (edited != element && after == null) {
        after = new ArrayList<>(before);
      }
      if (after != null) {
        after.set(i, edited);
      }
    }
    return after == null ? before : after;
  }

  @SuppressWarnings({"unchecked", "ReferenceEquality"
  }) // the type determines the class of the value
  private static Value<?> any(Value<?> any, UnaryOperator<String> edit) {
    if (any.getType() == ValueType.STRING) {
      String before = (String) any.getValue();
      String after = edit.apply(before);
      return after == before ? any : Value.of(after);
    }
    if (any.getType() == ValueType.ARRAY) {
      List<Value<?>> before = (List<Value<?>>) any.getValue();
      List<Value<?>> after = list(before, element -> any(element, edit));
      return after == before ? any : Value.of(List.copyOf(after));
    }
    if (any.getType() == ValueType.KEY_VALUE_LIST) {
      List<KeyValue> before = (List<KeyValue>) any.getValue();
      List<KeyValue> after = list(before, element -> keyValue(element, edit));
      return after == before ? any : Value.of(after.toArray(KeyValue[]::new));
    }
    return any;
  }

  @SuppressWarnings("ReferenceEquality") // identity says: untouched
  private static KeyValue keyValue(KeyValue before, UnaryOperator<String> edit) {
    Value<?> after = any(before.getValue(), edit);
    return after == before.getValue() ? before : KeyValue.of(before.getKey(), after);
  }

  /** Puts a value that is of the key's type. */
  @SuppressWarnings("unchecked") // an edit keeps the type, and the type is the key's
  static void put(AttributesBuilder builder, AttributeKey<?> key, Object value) {
    builder.put((AttributeKey<Object>) key, value);
  }

  /** The key of the same type by another name. */
  static AttributeKey<?> keyOfType(AttributeKey<?> key, String name) {
    if (name.equals(key.getKey())) {
      return key;
    }
    return switch (key.getType()) {
      case STRING -> AttributeKey.stringKey(name);
      case BOOLEAN -> AttributeKey.booleanKey(name);
      case LONG -> AttributeKey.longKey(name);
      case DOUBLE -> AttributeKey.doubleKey(name);
      case STRING_ARRAY -> AttributeKey.stringArrayKey(name);
      case BOOLEAN_ARRAY -> AttributeKey.booleanArrayKey(name);
      case LONG_ARRAY -> AttributeKey.longArrayKey(name);
      case DOUBLE_ARRAY -> AttributeKey.doubleArrayKey(name);
      case VALUE -> AttributeKey.valueKey(name);
    };
  }
}
