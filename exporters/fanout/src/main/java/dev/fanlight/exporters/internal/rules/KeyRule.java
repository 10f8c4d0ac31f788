/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.rules;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.Value;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What becomes of the attributes of one key.
 *
 * @param effect which attributes change
 * @param newKey the key they get, perhaps the one they have
 * @param value a string value to its replacement; the same object where it may stay
 */
record KeyRule(Effect effect, String newKey, UnaryOperator<String> value) {

  /** From the strictest to the mildest. */
  enum Effect {
    /** The attribute is left out. */
    REMOVES,
    /** Each value is replaced, of whatever type. */
    REPLACES,
    /** Each gets another key, and its strings may change. */
    RENAMES,
    /** What is found in strings changes. */
    SCRUBS
  }

  /** Whether the attribute is not to be seen as it is; the hot path of every span. */
  boolean changes(AttributeKey<?> key, Object before) {
    if (effect != Effect.SCRUBS) {
      return true;
    }
    return switch (key.getType()) {
      case LONG, DOUBLE, BOOLEAN -> false;
      case STRING -> value.apply((String) before) != before; // identity says: untouched
      default -> Values.edit(before, value) != before;
    };
  }

  /** Puts the attribute as it may be seen. */
  void put(AttributesBuilder builder, AttributeKey<?> key, Object before) {
    switch (effect) {
      case REMOVES -> {}
      case REPLACES -> putReplaced(builder, before);
      default -> Values.put(builder, Values.keyOfType(key, newKey), Values.edit(before, value));
    }
  }

  /** A list stays a list of as many, because back ends keep a type for each key. */
  private void putReplaced(AttributesBuilder builder, Object before) {
    if (before instanceof List<?> list) {
      builder.put(
          AttributeKey.stringArrayKey(newKey),
          list.stream().map(element -> value.apply(String.valueOf(element))).toList());
    } else {
      String text = before instanceof Value<?> any ? any.asString() : String.valueOf(before);
      builder.put(AttributeKey.stringKey(newKey), value.apply(text));
    }
  }
}
