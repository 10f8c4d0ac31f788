/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.rules;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What of the spans a vendor may see, as the file says it: the top-level rules and the vendor's own together.
 *
 * <p>Keys are attribute keys of spans and resources, and for {@code keep} and {@code drop} also {@code span.name},
 * {@code span.kind} and {@code span.status}. A pattern is a value in which {@code *} stands for any characters.
 * What is added is seen by the vendor alone, not by filters.
 *
 * @param keep each entry keeps only spans that have one of its values, under whichever of its keys; all entries must
 *     hold; empty keeps all
 * @param drop a span with one of these values is filtered
 * @param sample share of traces kept, 0 to 1; 1 keeps all
 * @param redact keys whose values become {@code [redacted]}
 * @param hash keys whose values become the SHA-256 of their text, in hexadecimal
 * @param remove keys to leave out
 * @param rename key to its new key
 * @param add resource attributes that every span gets, in place of any that are there under these keys; after all other
 *     rules
 * @param builtIn whether the built-in redaction is on
 */
public record RuleSettings(
    List<Map<String, List<String>>> keep,
    Map<String, List<String>> drop,
    double sample,
    Set<String> redact,
    Set<String> hash,
    Set<String> remove,
    Map<String, String> rename,
    Map<String, String> add,
    boolean builtIn) {

  /** What is wrong with a name that {@link #isKey} refuses; it may be a secret in the wrong place and is not quoted. */
  public static final String NO_KEY =
      "a name is no attribute key; give 1 to 255 printable ASCII characters";

  /** All spans, with the built-in redaction. */
  public static final RuleSettings DEFAULT = new RuleSettings(
      List.of(), Map.of(), 1.0, Set.of(), Set.of(), Set.of(), Map.of(), Map.of(), true);

  /** Checks the values and copies the collections. */
  public RuleSettings {
    if (!(sample >= 0 && sample <= 1)) {
      throw new IllegalArgumentException("sample " + sample + " is not a share; give 0% to 100%");
    }
    rename.values().forEach(key -> requireKey("rename", key));
    add.keySet().forEach(key -> requireKey("add", key));
    keep = keep.stream().map(RuleSettings::copy).toList();
    drop = copy(drop);
    redact = Set.copyOf(redact);
    hash = Set.copyOf(hash);
    remove = Set.copyOf(remove);
    rename = Map.copyOf(rename);
    add = Map.copyOf(add);
  }

  private static void requireKey(String rule, String key) {
    if (!isKey(key)) {
      throw new IllegalArgumentException(rule + ": " + NO_KEY);
    }
  }

  /** Whether a resource takes this as a key; else half a batch would fail for it. */
  public static boolean isKey(String key) {
    return !key.isEmpty() && key.length() <= 255 && key.chars().allMatch(c -> c >= ' ' && c <= '~');
  }

  private static Map<String, List<String>> copy(Map<String, List<String>> valuesByKey) {
    return valuesByKey.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> List.copyOf(e.getValue())));
  }

  /**
   * The definition in one canonical string: equal rules, equal strings, whatever the order in the file; different rules,
   * different strings, whatever the characters in keys and values.
   */
  public String canonical() {
    return "keep="
        + keep.stream().map(RuleSettings::canonical).sorted().toList()
        + ";drop=" + canonical(drop)
        + ";sample=" + sample
        + ";redact=" + canonical(redact)
        + ";hash=" + canonical(hash)
        + ";remove=" + canonical(remove)
        + ";rename=" + canonicalTexts(rename)
        + ";add=" + canonicalTexts(add)
        + ";builtIn=" + builtIn;
  }

  /** Without the values that are added: one of them may be a token that a vendor wants in the resource. */
  @Override
  public String toString() {
    return "RuleSettings[keep=" + keep + ", drop=" + drop + ", sample=" + sample + ", redact="
        + redact + ", hash=" + hash + ", remove=" + remove + ", rename=" + rename + ", add="
        + add.keySet() + ", builtIn=" + builtIn + "]";
  }

  private static String canonicalTexts(Map<String, String> textByKey) {
    return textByKey.entrySet().stream()
        .map(entry -> quoted(entry.getKey()) + "=" + quoted(entry.getValue()))
        .sorted()
        .toList()
        .toString();
  }

  private static String canonical(Map<String, List<String>> valuesByKey) {
    return valuesByKey.entrySet().stream()
        .map(entry -> quoted(entry.getKey()) + "=" + canonical(entry.getValue()))
        .sorted()
        .toList()
        .toString();
  }

  private static String canonical(Collection<String> texts) {
    return texts.stream().map(RuleSettings::quoted).sorted().toList().toString();
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
