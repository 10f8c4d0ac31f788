/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Settings from outside: a system property, else the environment variable of the same name in capitals. */
record LogEnvironment(
    UnaryOperator<@Nullable String> properties, UnaryOperator<@Nullable String> variables) {
  /** The settings of this process. */
  static final LogEnvironment PROCESS = new LogEnvironment(System::getProperty, System::getenv);

  /** The value of {@code otel.service.name} or {@code OTEL_SERVICE_NAME}; null if neither is set or both are blank. */
  @Nullable String get(String property) {
    String value = properties.apply(property);
    if (value == null || value.isBlank()) {
      value = variables.apply(property.toUpperCase(Locale.ROOT).replace('.', '_'));
    }
    return value == null || value.isBlank() ? null : value.strip();
  }
}
