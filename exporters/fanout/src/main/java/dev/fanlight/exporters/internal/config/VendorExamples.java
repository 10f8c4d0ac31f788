/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The least that a user writes for a vendor type. */
public final class VendorExamples {

  /** To a Collector beside the application, which sends to the vendor. */
  private static final String DETOUR = "type: otlp\nendpoint: http://localhost:4318";

  private VendorExamples() {}

  /**
   * Returns the vendor's keys as YAML, with secrets as references to variables; {@code {}} if it needs no keys. For a
   * type that is planned the way round, which is of another type.
   */
  public static String of(VendorType type) {
    if (type.isPlanned()) {
      return DETOUR;
    }
    List<String> lines = new ArrayList<>();
    for (ConfigKey<?> key : type.keys()) {
      boolean isFirstChoice = type.oneOf().indexOf(key.name()) == 0;
      boolean isInAddress = type.addresses().values().stream()
          .anyMatch(address -> address.contains("{" + key.name() + "}"));
      boolean hasDefault = key.fallback().isPresent();
      if (key.isRequired() || isFirstChoice || (isInAddress && !hasDefault)) {
        lines.add(key.name() + ": " + value(type, key));
      }
    }
    if (type.addresses().isEmpty() && type.example().isPresent()) {
      lines.add("endpoint: " + type.example().get());
    }
    return lines.isEmpty() ? "{}" : String.join("\n", lines);
  }

  private static String value(VendorType type, ConfigKey<?> key) {
    if (key.kind() == ValueType.SECRET) {
      return "${" + (type.type() + "_" + key.name()).toUpperCase(Locale.ROOT) + "}";
    }
    return key.kind() instanceof ValueType.Scalar<?> scalar && !scalar.words().isEmpty()
        ? scalar.words().get(0)
        : "my-" + key.name().replace('_', '-');
  }
}
