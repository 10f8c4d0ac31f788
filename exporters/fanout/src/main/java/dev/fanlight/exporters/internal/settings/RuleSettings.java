/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules for the data that a vendor sees, as the file has them: the top-level rules and the vendor's own together.
 *
 * <p>Keys are attribute keys of spans and resources, and for {@code keep} and {@code drop} also {@code span.name},
 * {@code span.kind} and {@code span.status}. A pattern is a value in which {@code *} stands for any characters. Added
 * attributes are visible to the vendor alone, not to filters.
 *
 * @param keep each entry keeps only spans that have one of its values, under any of its keys; all entries must hold;
 *     empty keeps all
 * @param drop a span with one of these values is filtered
 * @param sample share of traces kept, 0 to 1; 1 keeps all
 * @param redact keys with values that become {@code [redacted]}
 * @param hash keys with values that become the SHA-256 of their text, in hexadecimal
 * @param remove keys to leave out
 * @param rename key to its new key
 * @param add resource attributes that every span gets, in place of any that are there under these keys; after all other
 *     rules
 * @param builtIn whether the built-in redaction is on
 * @param notRedacted names of parameters, nested keys and headers that the built-in redaction leaves alone
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
    boolean builtIn,
    Set<String> notRedacted) {

  /**
   * The message about a name that {@link #isKey} refuses; the name may be a secret in the wrong place and is not
   * quoted.
   */
  public static final String NO_KEY =
      "a name is no attribute key; give 1 to 255 printable ASCII characters";

  /** Rules that keep all spans, with the built-in redaction. */
  public static final RuleSettings DEFAULT = new RuleSettings(
      List.of(), Map.of(), 1.0, Set.of(), Set.of(), Set.of(), Map.of(), Map.of(), true);

  /** Creates rules with the whole built-in redaction, or without it. */
  public RuleSettings(
      List<Map<String, List<String>>> keep,
      Map<String, List<String>> drop,
      double sample,
      Set<String> redact,
      Set<String> hash,
      Set<String> remove,
      Map<String, String> rename,
      Map<String, String> add,
      boolean builtIn) {
    this(keep, drop, sample, redact, hash, remove, rename, add, builtIn, Set.of());
  }

  /** Checks the values and copies the collections. */
  public RuleSettings {
    if (!(sample >= 0 && sample <= 1)) {
      throw new IllegalArgumentException("sample " + sample + " is not a share; give 0% to 100%");
    }
    for (Map.Entry<String, String> each : rename.entrySet()) {
      requireKey("rename", each.getValue());
    }
    for (Map.Entry<String, String> each : add.entrySet()) {
      requireKey("add", each.getKey());
    }
    keep = copy(keep);
    drop = copy(drop);
    redact = Set.copyOf(redact);
    hash = Set.copyOf(hash);
    remove = Set.copyOf(remove);
    rename = Map.copyOf(rename);
    add = Map.copyOf(add);
    notRedacted = Set.copyOf(notRedacted);
  }

  private static void requireKey(String rule, String key) {
    if (!isKey(key)) {
      throw new IllegalArgumentException(rule + ": " + NO_KEY);
    }
  }

  /** Returns true if a resource accepts this as a key; otherwise half a batch would fail for it. */
  public static boolean isKey(String key) {
    for (int i = 0; i < key.length(); i++) {
      if (key.charAt(i) < ' ' || key.charAt(i) > '~') {
        return false;
      }
    }
    return !key.isEmpty() && key.length() <= 255;
  }

  private static List<Map<String, List<String>>> copy(List<Map<String, List<String>>> all) {
    List<Map<String, List<String>>> copies = new ArrayList<>(all.size());
    for (Map<String, List<String>> one : all) {
      copies.add(copy(one));
    }
    return List.copyOf(copies);
  }

  private static Map<String, List<String>> copy(Map<String, List<String>> valuesByKey) {
    Map<String, List<String>> copy = new HashMap<>();
    for (Map.Entry<String, List<String>> entry : valuesByKey.entrySet()) {
      copy.put(entry.getKey(), List.copyOf(entry.getValue()));
    }
    return Map.copyOf(copy);
  }

  /**
   * Returns the definition in one canonical string: equal rules give equal strings, in any order of the file;
   * different rules give different strings, for any characters in keys and values.
   */
  public String canonical() {
    return "keep="
        + canonical(keep)
        + ";drop=" + canonical(drop)
        + ";sample="
        + Double.doubleToLongBits(sample) // a start need not load the code that prints a double
        + ";redact=" + canonicalNames(redact)
        + ";hash=" + canonicalNames(hash)
        + ";remove=" + canonicalNames(remove)
        + ";rename=" + canonicalTexts(rename)
        + ";add=" + canonicalTexts(add)
        + ";builtIn=" + builtIn
        + ";notRedacted=" + canonicalNames(notRedacted);
  }

  /** Without values of the file: a reference may have yielded any of them, and an added one may be a token. */
  @Override
  public String toString() {
    return "RuleSettings[" + keep.size() + " keep, " + drop.size() + " drop, sample=" + sample
        + ", " + redact.size() + " redact, " + hash.size() + " hash, " + remove.size()
        + " remove, " + rename.size() + " rename, " + add.size() + " add, builtIn=" + builtIn + "]";
  }

  private static String canonical(List<Map<String, List<String>>> all) {
    List<String> texts = new ArrayList<>(all.size());
    for (Map<String, List<String>> one : all) {
      texts.add(canonical(one));
    }
    return sorted(texts);
  }

  private static String canonicalTexts(Map<String, String> textByKey) {
    List<String> texts = new ArrayList<>(textByKey.size());
    for (Map.Entry<String, String> entry : textByKey.entrySet()) {
      texts.add(quoted(entry.getKey()) + "=" + quoted(entry.getValue()));
    }
    return sorted(texts);
  }

  private static String canonical(Map<String, List<String>> valuesByKey) {
    List<String> texts = new ArrayList<>(valuesByKey.size());
    for (Map.Entry<String, List<String>> entry : valuesByKey.entrySet()) {
      texts.add(quoted(entry.getKey()) + "=" + canonicalNames(entry.getValue()));
    }
    return sorted(texts);
  }

  private static String canonicalNames(Collection<String> names) {
    List<String> texts = new ArrayList<>(names.size());
    for (String name : names) {
      texts.add(quoted(name));
    }
    return sorted(texts);
  }

  private static String sorted(List<String> texts) {
    if (texts.size() > 1) { // sorting loads classes, and most lists are short
      Collections.sort(texts);
    }
    return texts.toString();
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
