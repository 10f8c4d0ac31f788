/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.rules;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.Value;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The rule for the attributes of one key.
 *
 * @param effect which attributes change
 * @param newKey the key they get, perhaps the one they have
 * @param value a string value to its replacement; the same object where it may stay
 * @param nested a value of any kind to its replacement, keys inside of it included; the same object where it may stay
 */
record KeyRule(
    Effect effect, String newKey, UnaryOperator<String> value, UnaryOperator<Value<?>> nested) {

  /** From the strictest to the mildest. */
  enum Effect {
    /** The attribute is left out. */
    REMOVES,
    /** Each value of any type is replaced. */
    REPLACES,
    /** Each text is replaced; numbers and booleans stay. */
    REPLACES_TEXTS,
    /** Each value of any type is replaced by its hash. */
    HASHES,
    /** Each gets another key, and its strings may change. */
    RENAMES,
    /** Secrets in strings are replaced. */
    SCRUBS
  }

  /** Returns true if the attribute must not be visible as it is; the hot path of every span. */
  boolean changes(AttributeKey<?> key, Object before) {
    if (effect == Effect.SCRUBS) {
      return switch (key.getType()) {
        case LONG, DOUBLE, BOOLEAN -> false;
        case STRING -> value.apply((String) before) != before; // identity says: untouched
        default -> edited(before) != before;
      };
    }
    return effect != Effect.REPLACES_TEXTS || isText(key, before) || !newKey.equals(key.getKey());
  }

  private static boolean isText(AttributeKey<?> key, Object value) {
    return key.getType() == AttributeType.STRING_ARRAY || KeyRules.isText(value);
  }

  private Object edited(Object before) {
    return before instanceof Value<?> any ? nested.apply(any) : ValueStrings.edit(before, value);
  }

  /** Puts the attribute as it may be seen. */
  void put(AttributesBuilder builder, AttributeKey<?> key, Object before) {
    switch (effect) {
      case REMOVES -> {}
      case REPLACES, HASHES -> putReplaced(builder, before);
      case REPLACES_TEXTS -> {
        if (isText(key, before)) {
          putReplaced(builder, before);
        } else {
          ValueStrings.put(builder, ValueStrings.keyOfType(key, newKey), before);
        }
      }
      case RENAMES, SCRUBS ->
        ValueStrings.put(builder, ValueStrings.keyOfType(key, newKey), edited(before));
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
