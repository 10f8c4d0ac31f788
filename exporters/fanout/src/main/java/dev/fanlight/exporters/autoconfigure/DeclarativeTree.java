/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.autoconfigure;

import dev.fanlight.exporters.internal.config.ScalarTypeIndex;
import io.opentelemetry.api.incubator.config.DeclarativeConfigProperties;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A node of a declarative configuration as maps, lists and scalars. */
final class DeclarativeTree {

  /*
   * The node does not tell the type of a value. A getter of a wrong type returns null, and logs the value in a warning. So the
   * declared type of the key is asked first, and a key that may hold a secret, which is a text, is first asked for a text.
   */

  private final ScalarTypeIndex types;

  DeclarativeTree(ScalarTypeIndex types) {
    this.types = types;
  }

  /** Returns the keys of a node in their order. */
  Map<String, Object> mapOf(DeclarativeConfigProperties node) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (String key : node.getPropertyKeys()) {
      Object value = valueOf(node, key);
      if (value != null) {
        map.put(key, value);
      }
    }
    return map;
  }

  private @Nullable Object valueOf(DeclarativeConfigProperties node, String key) {
    DeclarativeConfigProperties mapping = node.getStructured(key);
    if (mapping != null) {
      return mapOf(mapping);
    }
    List<DeclarativeConfigProperties> mappings = node.getStructuredList(key);
    if (mappings != null) {
      List<Object> list = new ArrayList<>();
      for (DeclarativeConfigProperties each : mappings) {
        list.add(mapOf(each));
      }
      return list;
    }
    Object list = firstOf(
        types.typeOf(key),
        () -> node.getScalarList(key, String.class),
        () -> node.getScalarList(key, Boolean.class),
        () -> node.getScalarList(key, Long.class),
        () -> node.getScalarList(key, Double.class));
    return list != null
        ? list
        : firstOf(
            types.typeOf(key),
            () -> node.getString(key),
            () -> node.getBoolean(key),
            () -> node.getLong(key),
            () -> node.getDouble(key));
  }

  /** Returns the first value that is there: of the declared type, then of the other types. */
  private static @Nullable Object firstOf(
      String declared,
      Supplier<@Nullable Object> text,
      Supplier<@Nullable Object> flag,
      Supplier<@Nullable Object> integer,
      Supplier<@Nullable Object> number) {
    Object value = switch (declared) {
      case "boolean" -> flag.get();
      case "integer" -> integer.get();
      default -> null; // a share may be a text such as 10%
    };
    List<Supplier<@Nullable Object>> others = List.of(text, integer, number, flag);
    for (int i = 0; value == null && i < others.size(); i++) {
      value = others.get(i).get();
    }
    return value;
  }
}
