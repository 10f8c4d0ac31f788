/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** System properties and environment variables: a property has precedence over the variable of the same name in capitals. */
record LogEnvironment(
    UnaryOperator<@Nullable String> properties, UnaryOperator<@Nullable String> variables) {
  /** The properties and variables of this process. */
  static final LogEnvironment PROCESS = new LogEnvironment(System::getProperty, System::getenv);

  /** Returns the value of, for example, {@code otel.service.name} or {@code OTEL_SERVICE_NAME}; null if both are unset or blank. */
  @Nullable String get(String property) {
    String value = properties.apply(property);
    if (value == null || value.isBlank()) {
      value = variables.apply(property.toUpperCase(Locale.ROOT).replace('.', '_'));
    }
    return value == null || value.isBlank() ? null : value.strip();
  }
}
