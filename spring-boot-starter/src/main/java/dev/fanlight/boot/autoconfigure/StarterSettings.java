/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.boot.autoconfigure;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/** The properties that decide whether Fanlight runs; asked at run time, and not as conditions of beans. */
final class StarterSettings {

  /* Spring Boot's own exporters are off in tests by the second and the fourth of these properties. */

  private static final String[] EXPORT_OF_FANLIGHT = {
    "management.tracing.export.fanlight.enabled", "management.fanlight.tracing.export.enabled"
  };
  private static final String[] EXPORT_OF_ALL = {
    "management.tracing.export.enabled", "management.tracing.enabled"
  };

  private static final String ENABLED = "fanlight.enabled";
  private static final String ALWAYS_RECORD = "fanlight.metrics.always-record";

  private StarterSettings() {}

  /** Returns the property that switches Fanlight off; empty if it runs. */
  static Optional<String> switchedOffBy(Environment environment) {
    if (isFalse(environment.getProperty(ENABLED))) {
      return Optional.of(ENABLED);
    }
    for (String property : EXPORT_OF_FANLIGHT) {
      String value = environment.getProperty(property);
      if (value != null) {
        return isFalse(value) ? Optional.of(property) : Optional.empty();
      }
    }
    for (String property : EXPORT_OF_ALL) {
      if (isFalse(environment.getProperty(property))) {
        return Optional.of(property);
      }
    }
    return Optional.empty();
  }

  static boolean isAlwaysRecording(Environment environment) {
    return switchedOffBy(environment).isEmpty()
        && "true".equalsIgnoreCase(environment.getProperty(ALWAYS_RECORD));
  }

  private static boolean isFalse(@Nullable String value) {
    return "false".equalsIgnoreCase(value);
  }
}
