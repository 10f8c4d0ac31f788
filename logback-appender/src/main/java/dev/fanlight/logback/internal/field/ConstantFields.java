/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import dev.fanlight.logback.internal.json.FieldKey;
import dev.fanlight.logback.internal.json.JsonLine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fields with the same value on every line of the process, encoded once at start-up. */
final class ConstantFields implements LogField {
  private final List<FieldKey> keys;
  private final byte[] encoded;

  private ConstantFields(Map<FieldKey, String> values) {
    var line = new JsonLine(JsonLine.NO_LIMIT, FieldKey.dotted("unused"));
    line.begin();
    values.forEach((key, value) -> line.key(key).string(value));
    keys = List.copyOf(values.keySet());
    encoded = line.fields();
  }

  /** Returns one field of constant value. */
  static ConstantFields of(FieldKey key, String value) {
    return builder().put(key, value).build();
  }

  static Builder builder() {
    return new Builder();
  }

  @Override
  public List<FieldKey> keys() {
    return keys;
  }

  @Override
  public void write(LineBuffer buffer) {
    buffer.line().fields(encoded);
  }

  static final class Builder {
    private final Map<FieldKey, String> values = new LinkedHashMap<>();

    /** Adds a field unless the value is null. */
    Builder put(FieldKey key, @Nullable String value) {
      if (value != null) {
        values.put(key, value);
      }
      return this;
    }

    ConstantFields build() {
      return new ConstantFields(values);
    }
  }
}
