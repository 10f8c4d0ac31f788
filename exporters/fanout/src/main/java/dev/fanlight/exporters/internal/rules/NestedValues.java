/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.rules;

import dev.fanlight.exporters.internal.redaction.HeaderAttributeKeys;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.common.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Applies the rules to the keys inside of an attribute that is a map. Confined to one thread. */
final class NestedValues {

  /*
   * A nested key is known by its own name and by its path: "email" in the map "user" is email and user.email. A path that
   * is longer than any key that a rule can name is not built any further, so that deep maps cost no more than their size.
   */
  private static final int MAX_PATH = 512;

  private final KeyRules rules;

  NestedValues(KeyRules rules) {
    this.rules = rules;
  }

  /**
   * Returns the value with each nested value as it may be visible; the same object if there is no change.
   *
   * @param place the key of the attribute and its properties
   * @param scrub applied to texts that no nested key stands for
   */
  @SuppressWarnings({"unchecked", "ReferenceEquality"
  }) // the type determines the class of the value
  Value<?> edit(Value<?> any, KeyPath place, UnaryOperator<String> scrub) {
    if (any.getType() == ValueType.STRING) {
      String before = (String) any.getValue();
      String after = scrub.apply(before);
      return after == before ? any : Value.of(after);
    }
    if (any.getType() == ValueType.ARRAY) {
      List<Value<?>> before = (List<Value<?>>) any.getValue();
      List<Value<?>> after = ValueStrings.list(before, element -> edit(element, place, scrub));
      return after == before ? any : Value.of(List.copyOf(after));
    }
    if (any.getType() == ValueType.KEY_VALUE_LIST) {
      List<KeyValue> before = (List<KeyValue>) any.getValue();
      List<KeyValue> after = map(before, place);
      return after == before ? any : Value.of(after.toArray(KeyValue[]::new));
    }
    return any;
  }

  /** Copies at the first entry that changes. */
  @SuppressWarnings("ReferenceEquality") // identity says: untouched
  private List<KeyValue> map(List<KeyValue> before, KeyPath place) {
    List<KeyValue> after = null;
    for (int i = 0; i < before.size(); i++) {
      KeyValue entry = before.get(i);
      KeyValue edited = entry(entry, place);
      if (edited != entry && after == null) {
        after = new ArrayList<>(before.subList(0, i));
      }
      if (after != null && edited != null) {
        after.add(edited);
      }
    }
    return after == null ? before : after;
  }

  private @Nullable KeyValue entry(KeyValue before, KeyPath place) {
    String key = before.getKey();
    String path = rules.namesKeys() ? place.path(key) : key;
    Value<?> value = before.getValue();
    if (rules.removes(key, path)) {
      return null;
    }
    UnaryOperator<String> replacement = rules.replacement(key, path, place.isHeaders(), value);
    if (replacement != null) {
      return KeyValue.of(key, Value.of(replacement.apply(value.asString())));
    }
    KeyPath inside = new KeyPath(path, HeaderAttributeKeys.isMapOfHeaders(key));
    Value<?> after = edit(value, inside, rules.scrub(key));
    return same(after, value) ? before : KeyValue.of(key, after);
  }

  @SuppressWarnings("ReferenceEquality") // identity says: untouched
  private static boolean same(Value<?> one, Value<?> other) {
    return one == other;
  }

  /**
   * The path of a nested value.
   *
   * @param name the keys that lead to it, joined by full stops
   * @param isHeaders whether its keys are names of headers
   */
  record KeyPath(String name, boolean isHeaders) {

    static KeyPath of(String key) {
      return new KeyPath(key, HeaderAttributeKeys.isMapOfHeaders(key));
    }

    String path(String key) {
      return name.length() + key.length() < MAX_PATH ? name + "." + key : key;
    }
  }
}
