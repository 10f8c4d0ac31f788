/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import dev.fanlight.logback.internal.json.JsonLine;
import dev.fanlight.logback.internal.json.KeyPrefix;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The placement of user keys under {@code labels}, as in ECS: flat, every value a string, so that two services cannot need
 * different types for one key. Numbers are written under {@code numeric_labels}, as in Elastic APM.
 */
final class LabelUserFields implements UserKeyPlacement {
  private final KeyPrefix strings;
  private final KeyPrefix numbers;
  private final BoundedCache<String> names = new BoundedCache<>(LabelKey::clean);

  LabelUserFields(KeyPrefix strings, KeyPrefix numbers) {
    this.strings = strings;
    this.numbers = numbers;
  }

  @Override
  public void write(JsonLine line, UserEntries entries) {
    for (int i = 0; i < entries.size(); i++) {
      entries.rename(i, names.of(entries.key(i)));
    }
    // Two passes, because in nested form both prefixes are objects, and an object must not be
    // opened
    // twice.
    write(line, entries, false);
    write(line, entries, true);
  }

  private void write(JsonLine line, UserEntries entries, boolean isNumbers) {
    for (int i = 0; i < entries.size(); i++) {
      Object value = entries.value(i);
      if (isNumber(value) != isNumbers) {
        continue;
      }
      line.key(isNumbers ? numbers : strings, entries.key(i));
      if (isNumbers) {
        JsonValueWriter.write(line, value);
      } else {
        line.string(JsonText.of(value));
      }
    }
  }

  private static boolean isNumber(@Nullable Object value) {
    return value instanceof Long || value instanceof Double || value instanceof BigDecimal;
  }
}
