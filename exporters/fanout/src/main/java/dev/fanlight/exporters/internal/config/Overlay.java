/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.config.Value.Field;
import dev.fanlight.exporters.internal.config.Value.Fields;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lays one document over another: mappings are merged by key, everything else is replaced, null removes. */
final class Overlay {

  private Overlay() {}

  static Value of(Value below, Value above) {
    if (above instanceof Value.Empty) {
      return below; // "key:" without a value changes no key
    }
    if (!(below instanceof Fields lower) || !(above instanceof Fields upper)) {
      return above;
    }
    Map<String, Field> merged = new LinkedHashMap<>(lower.fields());
    upper.fields().forEach((key, field) -> merged.merge(key, field, Overlay::merge));
    return Fields.of(upper.place(), merged);
  }

  private static Field merge(Field below, Field above) {
    return new Field(above.place(), of(below.value(), above.value()));
  }
}
