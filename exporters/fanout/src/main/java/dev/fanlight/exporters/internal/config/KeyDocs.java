/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.ValueType;
import java.util.Optional;

/** A key's declaration as the documentation shows it. */
public final class KeyDocs {

  private KeyDocs() {}

  /** Returns the default as a user would write it; empty if there is none, or if it is a mapping of defaults. */
  public static Optional<String> fallback(ConfigKey<?> key) {
    return key.kind() instanceof ValueType.Mapping
        ? Optional.empty()
        : key.fallback()
            .map(value -> printed(key.kind(), value))
            .filter(text -> !text.equals("[]") && !text.equals("{}"));
  }

  @SuppressWarnings("unchecked") // a key's fallback is of its kind
  private static <T> String printed(ValueType<T> kind, Object value) {
    return kind.print((T) value);
  }
}
