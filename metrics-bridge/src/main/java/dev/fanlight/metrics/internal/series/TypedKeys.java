/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.series;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys of one attribute name, one per type of value; the SDK looks up attributes by name and type. */
final class TypedKeys {
  private final AttributeKey<?>[] keys;

  /** Index of the type that was found last; the spans of one instrumentation use one type. A data race costs one more look-up. */
  private int usual;

  private TypedKeys(AttributeKey<?>... keys) {
    this.keys = keys;
  }

  /** Creates the keys of attributes that are single values by convention. */
  static TypedKeys[] of(String... names) {
    return Arrays.stream(names)
        .map(name -> new TypedKeys(
            AttributeKey.stringKey(name),
            AttributeKey.longKey(name),
            AttributeKey.booleanKey(name),
            AttributeKey.doubleKey(name)))
        .toArray(TypedKeys[]::new);
  }

  /** Creates the keys of an attribute that may also be a list or a map. */
  static TypedKeys[] ofAnyType(String name) {
    List<AttributeKey<?>> keys = new ArrayList<>(List.of(
        AttributeKey.stringKey(name),
        AttributeKey.longKey(name),
        AttributeKey.booleanKey(name),
        AttributeKey.doubleKey(name),
        AttributeKey.stringArrayKey(name),
        AttributeKey.longArrayKey(name),
        AttributeKey.booleanArrayKey(name),
        AttributeKey.doubleArrayKey(name)));
    try {
      keys.add(AttributeKey.valueKey(name));
    } catch (NoSuchMethodError ignored) { // an SDK older than 1.60 has no such attributes
    }
    return new TypedKeys[] {new TypedKeys(keys.toArray(AttributeKey<?>[]::new))};
  }

  static @Nullable Object first(TypedKeys[] keys, Attributes attributes) {
    for (TypedKeys key : keys) {
      Object value = key.read(attributes);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  String name() {
    return keys[0].getKey();
  }

  private @Nullable Object read(Attributes attributes) {
    Object value = attributes.get(keys[usual]);
    return value == null ? readAnyType(attributes) : value;
  }

  private @Nullable Object readAnyType(Attributes attributes) {
    for (int type = 0; type < keys.length; type++) {
      Object value = attributes.get(keys[type]);
      if (value != null) {
        usual = type;
        return value;
      }
    }
    return null;
  }
}
