/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config.yaml;

import dev.fanlight.exporters.internal.config.yaml.YamlValue.Field;
import dev.fanlight.exporters.internal.config.yaml.YamlValue.Fields;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lays one document over another: mappings are merged by key, everything else is replaced, null removes. */
public final class DocumentOverlay {

  private DocumentOverlay() {}

  public static YamlValue of(YamlValue below, YamlValue above) {
    if (above instanceof YamlValue.Empty) {
      return below; // "key:" without a value changes no key
    }
    if (!(below instanceof Fields lower) || !(above instanceof Fields upper)) {
      return above;
    }
    Map<String, Field> merged = new LinkedHashMap<>(lower.fields());
    upper.fields().forEach((key, field) -> merged.merge(key, field, DocumentOverlay::merge));
    return Fields.of(upper.place(), merged);
  }

  private static Field merge(Field below, Field above) {
    return new Field(above.place(), of(below.value(), above.value()));
  }
}
