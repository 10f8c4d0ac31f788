/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.rules;

import dev.fanlight.exporters.internal.redaction.SecretAttributes;
import dev.fanlight.exporters.internal.redaction.SecretNames;
import dev.fanlight.exporters.internal.redaction.SecretNames.Verdict;
import dev.fanlight.exporters.internal.rules.KeyRule.Effect;
import dev.fanlight.exporters.internal.settings.RuleSettings;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.common.ValueType;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Determines the rule of a key from the settings and the built-in redaction. */
final class KeyRules {

  /** The text in place of a redacted value. */
  static final String REDACTED = SecretAttributes.REDACTED;

  /*
   * The strictest rule wins: removed, then redacted, then hashed, then scrubbed. A key is judged by the name it has
   * and by the name it gets, so that renaming cannot carry a value past a rule.
   */
  private final RuleSettings settings;
  private final SecretNames names;
  private final SecretAttributes secrets;
  private final UnaryOperator<String> inText;
  private final NestedValues nested = new NestedValues(this);
  private final Sha256 sha256 = new Sha256();

  KeyRules(RuleSettings settings) {
    this.settings = settings;
    this.names = SecretNames.without(settings.notRedacted());
    this.secrets = new SecretAttributes(names);
    this.inText = settings.builtIn() ? secrets::text : text -> text;
  }

  KeyRule ruleFor(String key) {
    String newKey = settings.rename().getOrDefault(key, key);
    Effect effect = effect(key, newKey);
    UnaryOperator<String> value = switch (effect) {
      case REMOVES, REPLACES, REPLACES_TEXTS -> text -> REDACTED;
      case HASHES -> sha256::hex;
      case RENAMES, SCRUBS -> scrub(key, newKey);
    };
    return new KeyRule(effect, newKey, value, nestedEdit(key, value));
  }

  private Effect effect(String key, String newKey) {
    if (named(settings.remove(), key, newKey)) {
      return Effect.REMOVES;
    }
    if (named(settings.redact(), key, newKey) || isSecretHeader(key) || isSecretHeader(newKey)) {
      return Effect.REPLACES;
    }
    if (isSecretName(key) || isSecretName(newKey)) {
      return Effect.REPLACES_TEXTS;
    }
    if (named(settings.hash(), key, newKey)) {
      return Effect.HASHES;
    }
    return newKey.equals(key) ? Effect.SCRUBS : Effect.RENAMES;
  }

  private UnaryOperator<Value<?>> nestedEdit(String key, UnaryOperator<String> scrub) {
    NestedValues.KeyPath place = NestedValues.KeyPath.of(key);
    return any -> nested.edit(any, place, scrub);
  }

  /** Returns true if some rule renames a key. */
  boolean rename() {
    return !settings.rename().isEmpty();
  }

  private static boolean named(Set<String> keys, String key, String newKey) {
    return keys.contains(key) || keys.contains(newKey);
  }

  private boolean isSecretHeader(String key) {
    return settings.builtIn() && secrets.isSecretHeader(key);
  }

  private boolean isSecretName(String key) {
    return settings.builtIn() && secrets.isSecretName(key);
  }

  /** Returns the change of the texts under a key that is not a secret as a whole. */
  UnaryOperator<String> scrub(String key) {
    return scrub(key, key);
  }

  private UnaryOperator<String> scrub(String key, String newKey) {
    if (!settings.builtIn()) {
      return inText;
    }
    return secrets.scrub(secrets.isSpecial(key) ? key : newKey);
  }

  /** For names and descriptions. */
  String text(String text) {
    return inText.apply(text);
  }

  /** Returns true if some rule names keys, so that the path of a nested key matters. */
  boolean namesKeys() {
    return !(settings.remove().isEmpty()
        && settings.redact().isEmpty()
        && settings.hash().isEmpty());
  }

  /** Returns true if a nested key is removed. */
  boolean removes(String key, String path) {
    return named(settings.remove(), key, path);
  }

  /** Returns the replacement of the value of a nested key; null if the value may be visible. */
  @Nullable UnaryOperator<String> replacement(String key, String path, boolean isHeader, Value<?> value) {
    if (named(settings.redact(), key, path)
        || (settings.builtIn() && isNestedSecret(key, isHeader, value))) {
      return text -> REDACTED;
    }
    return named(settings.hash(), key, path) ? sha256::hex : null;
  }

  private boolean isNestedSecret(String key, boolean isHeader, Value<?> value) {
    if (isSecretHeader(key) || (isHeader && names.isSecretHeader(key))) {
      return true;
    }
    return switch (value.getType()) {
      case STRING -> isSecretText(key, value.asString());
      case ARRAY, KEY_VALUE_LIST, BYTES -> names.ofKey(key) == Verdict.SECRET;
      default -> false; // numbers: max_tokens, otp.length
    };
  }

  private boolean isSecretText(String key, String text) {
    Verdict verdict = names.ofKey(key);
    return verdict == Verdict.SECRET
        || (verdict == Verdict.SECRET_IF_LONG && SecretNames.isLongEnough(text));
  }

  /** Returns true if the attribute's value is text, or made of texts. */
  static boolean isText(Object value) {
    return value instanceof String || (value instanceof Value<?> any && isText(any.getType()));
  }

  private static boolean isText(ValueType type) {
    return type != ValueType.BOOLEAN && type != ValueType.LONG && type != ValueType.DOUBLE;
  }
}
