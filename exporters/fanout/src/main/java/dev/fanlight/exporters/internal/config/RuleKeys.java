/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.settings.RuleSettings;
import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.ConfigNode;
import dev.fanlight.exporters.spi.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The keys of the rules, which control the data that a vendor sees: the same for all vendors together and for each.
 */
final class RuleKeys {

  static final ConfigKey<Double> SAMPLE = ConfigKey.of(
      "sample",
      ValueType.SHARE,
      1.0,
      "Share of the traces that are sent, decided by the trace id: whole traces, with the same result in every service.");

  static final ConfigKey<Map<String, List<String>>> KEEP = ConfigKey.of(
      "keep",
      ValueType.map(ValueType.list(ValueType.TEXT)),
      Map.of(),
      "Attribute keys to values, `*` for any characters: only spans with one of the values, in the span or its resource,"
          + " are sent.");

  static final ConfigKey<Map<String, List<String>>> DROP = ConfigKey.of(
      "drop",
      ValueType.map(ValueType.list(ValueType.TEXT)),
      Map.of(),
      "Attribute keys to values, `*` for any characters: spans with one of the values are not sent.");

  static final ConfigKey<List<String>> REDACT = ConfigKey.of(
      "redact",
      ValueType.list(ValueType.TEXT),
      List.of(),
      "Attribute keys whose values become `[redacted]`.");

  static final ConfigKey<List<String>> HASH = ConfigKey.of(
      "hash",
      ValueType.list(ValueType.TEXT),
      List.of(),
      "Attribute keys whose values become their SHA-256.");

  static final ConfigKey<List<String>> REMOVE = ConfigKey.of(
      "remove", ValueType.list(ValueType.TEXT), List.of(), "Attribute keys that are removed.");

  static final ConfigKey<Map<String, String>> RENAME = ConfigKey.of(
      "rename", ValueType.map(ValueType.TEXT), Map.of(), "Attribute keys to their new names.");

  static final ConfigKey<Map<String, String>> ADD = ConfigKey.of(
      "add",
      ValueType.map(ValueType.TEXT),
      Map.of(),
      "Resource attributes that are added after all other rules, and replace attributes of the same name.");

  static final ConfigKey<Boolean> BUILT_IN = ConfigKey.of(
      "built_in",
      ValueType.FLAG,
      true,
      "Turns the built-in redaction on or off: cookie, authorization and token headers, credentials in URLs and other texts.");

  static final ConfigKey<List<String>> NOT_REDACTED = ConfigKey.of(
      "not_redacted",
      ValueType.list(ValueType.TEXT),
      List.of(),
      "Names of parameters, headers and nested keys that the built-in redaction does not change.");

  /** For every vendor; adds to the built-in redaction. */
  static final ConfigKey<ConfigNode> RULES = ConfigKey.nested(
      "rules",
      "Rules for all vendors; a vendor can add rules, and cannot remove these.",
      SAMPLE,
      KEEP,
      DROP,
      REDACT,
      HASH,
      REMOVE,
      RENAME,
      ADD,
      BUILT_IN,
      NOT_REDACTED);

  private RuleKeys() {}

  /** The rules for every vendor. */
  static RuleSettings forAll(ConfigNode rules) {
    return settings(rules, rules.get(BUILT_IN), Set.copyOf(rules.get(NOT_REDACTED)));
  }

  /**
   * Combines the rules for every vendor with a vendor's own rules.
   *
   * @param demanded resource attributes that the vendor's type asks for
   */
  static RuleSettings together(RuleSettings all, ConfigNode vendor, Map<String, String> demanded) {
    RuleSettings own = settings(vendor, all.builtIn(), all.notRedacted());
    Map<String, String> rename = new HashMap<>(own.rename());
    for (Map.Entry<String, String> renamed : all.rename().entrySet()) {
      String other = rename.putIfAbsent(renamed.getKey(), renamed.getValue());
      if (other != null && !other.equals(renamed.getValue())) {
        throw vendor.refuse(
            RENAME, "renames a key that the rules for all vendors rename otherwise");
      }
    }
    return new RuleSettings(
        concat(all.keep(), own.keep()),
        union(all.drop(), own.drop()),
        Math.min(all.sample(), own.sample()), // the kept sets are nested, so the smaller is both
        union(all.redact(), own.redact()),
        union(all.hash(), own.hash()),
        union(all.remove(), own.remove()),
        rename,
        together(all.add(), demanded, own.add()),
        all.builtIn(),
        all.notRedacted());
  }

  /** The later wins: the type knows its vendor better than the rules for all, and the user better than the type. */
  private static Map<String, String> together(
      Map<String, String> all, Map<String, String> demanded, Map<String, String> own) {
    Map<String, String> add = new HashMap<>(all);
    add.putAll(demanded);
    add.putAll(own);
    return add;
  }

  private static RuleSettings settings(ConfigNode node, boolean builtIn, Set<String> notRedacted) {
    for (Map.Entry<String, String> renamed : node.get(RENAME).entrySet()) {
      requireKey(node, RENAME, renamed.getValue());
    }
    for (Map.Entry<String, String> added : node.get(ADD).entrySet()) {
      requireKey(node, ADD, added.getKey());
    }
    return new RuleSettings(
        node.get(KEEP).isEmpty() ? List.of() : List.of(node.get(KEEP)),
        node.get(DROP),
        node.get(SAMPLE),
        Set.copyOf(node.get(REDACT)),
        Set.copyOf(node.get(HASH)),
        Set.copyOf(node.get(REMOVE)),
        node.get(RENAME),
        node.get(ADD),
        builtIn,
        notRedacted);
  }

  private static void requireKey(ConfigNode node, ConfigKey<?> rule, String key) {
    if (!RuleSettings.isKey(key)) {
      throw node.refuse(rule, RuleSettings.NO_KEY);
    }
  }

  private static Set<String> union(Set<String> a, Set<String> b) {
    Set<String> both = new HashSet<>(a);
    both.addAll(b);
    return both;
  }

  private static Map<String, List<String>> union(
      Map<String, List<String>> a, Map<String, List<String>> b) {
    Map<String, List<String>> both = new LinkedHashMap<>(a);
    for (Map.Entry<String, List<String>> entry : b.entrySet()) {
      List<String> before = both.get(entry.getKey());
      both.put(
          entry.getKey(), before == null ? entry.getValue() : concat(before, entry.getValue()));
    }
    return both;
  }

  private static <T> List<T> concat(List<T> a, List<T> b) {
    List<T> both = new ArrayList<>(a);
    both.addAll(b);
    return both;
  }
}
