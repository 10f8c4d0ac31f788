/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.common.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A reader of the KeyValue and AnyValue messages of one message; one thread. */
final class OtlpValueReader {

  /*
   * A oneof that is there more than once has the last of its values. Lists of one simple type become attributes of a list
   * type, as the SDK's own spans have them; all other lists, maps and bytes become attributes of the class Value. An SDK
   * before 1.60 has no such attributes: there they become texts in JSON.
   *
   * Hostile messages: depth is bounded, since each level is a call, and so is the number of values, since an empty value has
   * two bytes in the message and some fifty on the heap.
   */
  private static final int MAX_DEPTH = 64;
  private static final int FREE_VALUES = 10_000;
  private static final int BYTES_PER_VALUE = 8;

  private static final boolean HAS_VALUES = hasValues();

  private final int maxValues;
  private int valuesRead;

  /**
   * A reader.
   *
   * @param messageBytes size of the whole message: a message may have one value for each eight bytes
   */
  OtlpValueReader(int messageBytes) {
    this.maxValues = FREE_VALUES + messageBytes / BYTES_PER_VALUE;
  }

  private static boolean hasValues() {
    try {
      return !AttributeKey.valueKey("any").getKey().isEmpty();
    } catch (NoSuchMethodError older) {
      return false;
    }
  }

  /**
   * Counts a value, or any other part of the message that becomes an object.
   *
   * @throws IllegalArgumentException if the message has too many
   */
  void count() {
    if (++valuesRead > maxValues) {
      throw new IllegalArgumentException("more than " + maxValues + " values in the message");
    }
  }

  /**
   * Puts the attribute of a KeyValue message.
   *
   * @return false if it is none, for it has no key
   */
  boolean put(ProtoReader keyValue, AttributesBuilder into) {
    count();
    String key = "";
    Object value = empty();
    while (keyValue.next()) {
      switch (keyValue.tag()) {
        case OtlpFields.KEY_VALUE_KEY -> key = keyValue.string();
        case OtlpFields.KEY_VALUE_VALUE -> value = any(keyValue.message(), 0);
        default -> {}
      }
    }
    if (key.isEmpty()) {
      return false;
    }
    put(key, value, into);
    return true;
  }

  private static void put(String key, Object value, AttributesBuilder into) {
    if (value instanceof String text) {
      into.put(AttributeKey.stringKey(key), text);
    } else if (value instanceof Long number) {
      into.put(AttributeKey.longKey(key), number);
    } else if (value instanceof Boolean flag) {
      into.put(AttributeKey.booleanKey(key), flag);
    } else if (value instanceof Double number) {
      into.put(AttributeKey.doubleKey(key), number);
    } else {
      put(key, (Value<?>) value, into);
    }
  }

  private static void put(String key, Value<?> value, AttributesBuilder into) {
    ValueType type = value.getType() == ValueType.ARRAY ? elementType(value) : value.getType();
    if (type == ValueType.STRING) {
      into.put(AttributeKey.stringArrayKey(key), elements(value, String.class::cast));
    } else if (type == ValueType.LONG) {
      into.put(AttributeKey.longArrayKey(key), elements(value, Long.class::cast));
    } else if (type == ValueType.BOOLEAN) {
      into.put(AttributeKey.booleanArrayKey(key), elements(value, Boolean.class::cast));
    } else if (type == ValueType.DOUBLE) {
      into.put(AttributeKey.doubleArrayKey(key), elements(value, Double.class::cast));
    } else if (HAS_VALUES) {
      into.put(AttributeKey.valueKey(key), value);
    } else {
      into.put(AttributeKey.stringKey(key), value.asString());
    }
  }

  /** The type of all elements of a list; that of texts if it is empty, and that of lists if there are several. */
  private static ValueType elementType(Value<?> list) {
    List<?> elements = (List<?>) list.getValue();
    ValueType first = null;
    for (Object element : elements) {
      ValueType type = ((Value<?>) element).getType();
      if (first != null && type != first) {
        return ValueType.ARRAY;
      }
      first = type;
    }
    return first == null ? ValueType.STRING : first;
  }

  private static <T> List<T> elements(Value<?> list, Function<Object, T> cast) {
    List<?> elements = (List<?>) list.getValue();
    List<T> plain = new ArrayList<>(elements.size());
    for (Object element : elements) {
      plain.add(cast.apply(((Value<?>) element).getValue()));
    }
    return plain;
  }

  /** Reads an AnyValue: a text, a number, a flag, or a Value for anything else. */
  private Object any(ProtoReader in, int depth) {
    if (depth > MAX_DEPTH) {
      throw new TooDeepException();
    }
    Object value = null;
    while (in.next()) {
      Object one = one(in, depth);
      value = one == null ? value : one;
    }
    return value == null ? empty() : value;
  }

  /** Reads the field under the reader; null if it is none of AnyValue's. */
  private @Nullable Object one(ProtoReader in, int depth) {
    return switch (in.tag()) {
      case OtlpFields.STRING_VALUE -> in.string();
      case OtlpFields.BOOL_VALUE -> in.number() != 0;
      case OtlpFields.INT_VALUE -> in.number();
      case OtlpFields.DOUBLE_VALUE -> Double.longBitsToDouble(in.fixed());
      case OtlpFields.BYTES_VALUE -> Value.of(in.bytes());
      case OtlpFields.ARRAY_VALUE -> list(in.message(), depth + 1);
      case OtlpFields.KEY_VALUE_LIST_VALUE -> map(in.message(), depth + 1);
      default -> null;
    };
  }

  private Value<?> list(ProtoReader in, int depth) {
    List<Value<?>> elements = new ArrayList<>();
    while (in.next()) {
      if (in.tag() == OtlpFields.VALUES) {
        count();
        elements.add(value(any(in.message(), depth)));
      }
    }
    return Value.of(elements);
  }

  private Value<?> map(ProtoReader in, int depth) {
    List<KeyValue> entries = new ArrayList<>();
    while (in.next()) {
      if (in.tag() == OtlpFields.VALUES) {
        count();
        entries.add(entry(in.message(), depth));
      }
    }
    return Value.of(entries.toArray(new KeyValue[0]));
  }

  private KeyValue entry(ProtoReader in, int depth) {
    String key = "";
    Value<?> value = empty();
    while (in.next()) {
      switch (in.tag()) {
        case OtlpFields.KEY_VALUE_KEY -> key = in.string();
        case OtlpFields.KEY_VALUE_VALUE -> value = value(any(in.message(), depth));
        default -> {}
      }
    }
    return KeyValue.of(key, value);
  }

  private static Value<?> value(Object plain) {
    if (plain instanceof String text) {
      return Value.of(text);
    }
    if (plain instanceof Long number) {
      return Value.of(number);
    }
    if (plain instanceof Boolean flag) {
      return Value.of(flag);
    }
    return plain instanceof Double number ? Value.of(number) : (Value<?>) plain;
  }

  private static Value<?> empty() {
    return HAS_VALUES ? Value.empty() : Value.of("");
  }

  /** A value is nested too deeply; it costs its span. */
  static final class TooDeepException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooDeepException() {
      super(
          "it has a value that is nested deeper than " + MAX_DEPTH + " levels", null, false, false);
    }
  }
}
