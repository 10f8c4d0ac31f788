/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.rules;

import dev.fanlight.exporters.internal.rules.KeyRule.Effect;
import dev.fanlight.exporters.internal.settings.RuleSettings;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Redacts, hashes, renames and removes attributes by their keys. Confined to one thread. */
final class SpanRedaction implements SpanEdit {

  /*
   * Each key's rule is worked out once and remembered, so that a span costs one look-up for each attribute and, for a
   * string, one search for "://". Keys are few; an application that makes them up as it goes fills the map to its bound,
   * and from then on new keys are worked out each time.
   *
   * Attributes are read twice: first to see whether anything changes, which is rare; then to copy them.
   */
  private static final int MAX_REMEMBERED_KEYS = 4_096;

  private final KeyRules keyRules;
  private final Map<String, KeyRule> remembered = new HashMap<>();
  private final Search search = new Search();

  private SpanRedaction(KeyRules keyRules) {
    this.keyRules = keyRules;
  }

  /** Returns null if the settings redact no attribute. */
  static @Nullable SpanRedaction of(RuleSettings settings) {
    boolean needed = settings.builtIn()
        || !settings.redact().isEmpty()
        || !settings.hash().isEmpty()
        || !settings.remove().isEmpty()
        || !settings.rename().isEmpty();
    return needed ? new SpanRedaction(new KeyRules(settings)) : null;
  }

  @Override
  public String text(String text) {
    return keyRules.text(text);
  }

  @Override
  public Attributes attributes(Attributes attributes) {
    return search.changesAny(attributes) ? copy(attributes) : attributes;
  }

  private KeyRule ruleFor(String key) {
    KeyRule known = remembered.get(key);
    if (known != null) {
      return known;
    }
    KeyRule rule = keyRules.ruleFor(key);
    if (remembered.size() < MAX_REMEMBERED_KEYS) {
      remembered.put(key, rule);
    }
    return rule;
  }

  private Attributes copy(Attributes attributes) {
    AttributesBuilder builder = Attributes.builder();
    if (keyRules.rename()) {
      copyRenaming(attributes, builder);
    } else {
      attributes.forEach((key, value) -> ruleFor(key.getKey()).put(builder, key, value));
    }
    return builder.build();
  }

  /** Attributes that keep their key go first: a renamed one does not take the place of one that is there. */
  private void copyRenaming(Attributes attributes, AttributesBuilder builder) {
    Set<String> taken = new HashSet<>();
    attributes.forEach((key, value) -> {
      KeyRule rule = ruleFor(key.getKey());
      if (rule.newKey().equals(key.getKey()) && rule.effect() != Effect.REMOVES) {
        rule.put(builder, key, value);
        taken.add(key.getKey());
      }
    });
    attributes.forEach((key, value) -> {
      KeyRule rule = ruleFor(key.getKey());
      if (!rule.newKey().equals(key.getKey())
          && rule.effect() != Effect.REMOVES
          && taken.add(rule.newKey())) {
        rule.put(builder, key, value);
      }
    });
  }

  /** Searches an attribute that changes; one object for all spans, so that a search allocates no memory. */
  private final class Search implements BiConsumer<AttributeKey<?>, Object> {
    private boolean found;

    boolean changesAny(Attributes attributes) {
      found = false;
      attributes.forEach(this);
      return found;
    }

    @Override
    public void accept(AttributeKey<?> key, Object value) {
      found = found || ruleFor(key.getKey()).changes(key, value);
    }
  }
}
