/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.common.ValueType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A writer of attributes as KeyValue messages; one thread. */
final class OtlpAttributeWriter implements BiConsumer<AttributeKey<?>, Object> {

  /*
   * A value is told by its class, not by the type of its key: SDKs before 1.60 have no type for values of the class Value.
   */

  private static final int KEPT_PAIRS = 256;

  private final MessageBuffer out;
  private final AttributeKeyCache keys = new AttributeKeyCache();
  private @Nullable Object[] pairs =
      new @Nullable Object[2 * KEPT_PAIRS]; // to be written from the last to the first
  private int length;
  private int used;

  OtlpAttributeWriter(MessageBuffer out) {
    this.out = out;
  }

  /** Writes all attributes, each as one field with the tag. */
  void write(Attributes attributes, int tag) {
    length = 0;
    attributes.forEach(this);
    used = Math.max(used, length);
    while (length > 0) {
      Object value = pairs[length - 1];
      AttributeKey<?> key = (AttributeKey<?>) pairs[length - 2];
      length -= 2;
      if (key != null) {
        keyValue(key.getKey(), value, tag);
      }
    }
  }

  @Override
  public void accept(AttributeKey<?> key, Object value) {
    if (length == pairs.length) {
      pairs = Arrays.copyOf(pairs, 2 * length);
    }
    pairs[length++] = key;
    pairs[length++] = value;
  }

  /** Forgets the attributes of the last message. */
  void clear() {
    if (pairs.length > 2 * KEPT_PAIRS) {
      pairs = new @Nullable Object[2 * KEPT_PAIRS];
    } else {
      Arrays.fill(pairs, 0, used, null);
    }
    used = 0;
  }

  private void keyValue(String key, @Nullable Object value, int tag) {
    int end = out.size();
    any(value);
    out.head(OtlpFields.KEY_VALUE_VALUE, end);
    keys.write(key, out);
    out.head(tag, end);
  }

  /** Writes the content of an AnyValue. */
  private void any(@Nullable Object value) {
    if (value instanceof String text) {
      int end = out.size();
      out.utf8(text);
      out.head(OtlpFields.STRING_VALUE, end);
    } else if (value instanceof Long number) {
      out.varint(number);
      out.octet(OtlpFields.INT_VALUE);
    } else if (value instanceof Boolean flag) {
      out.octet(flag ? 1 : 0);
      out.octet(OtlpFields.BOOL_VALUE);
    } else if (value instanceof Double number) {
      out.fixed64(Double.doubleToRawLongBits(number));
      out.octet(OtlpFields.DOUBLE_VALUE);
    } else if (value instanceof List<?> list) {
      array(list);
    } else if (value instanceof Value<?> wrapped) {
      wrapped(wrapped);
    }
  }

  private void wrapped(Value<?> value) {
    Object content = value.getValue();
    if (content instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      int end = out.size();
      out.bytes(bytes);
      out.head(OtlpFields.BYTES_VALUE, end);
    } else if (value.getType() == ValueType.KEY_VALUE_LIST) {
      map((List<?>) content);
    } else {
      any(content); // no field, if it is the empty value
    }
  }

  private void array(List<?> list) {
    int end = out.size();
    for (int i = list.size() - 1; i >= 0; i--) {
      int elementEnd = out.size();
      any(list.get(i));
      out.head(OtlpFields.VALUES, elementEnd);
    }
    out.head(OtlpFields.ARRAY_VALUE, end);
  }

  private void map(List<?> entries) {
    int end = out.size();
    for (int i = entries.size() - 1; i >= 0; i--) {
      KeyValue entry = (KeyValue) entries.get(i);
      keyValue(entry.getKey(), entry.getValue(), OtlpFields.VALUES);
    }
    out.head(OtlpFields.KEY_VALUE_LIST_VALUE, end);
  }
}
