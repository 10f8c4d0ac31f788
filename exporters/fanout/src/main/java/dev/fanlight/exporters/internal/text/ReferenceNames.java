/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The texts that references of the file yielded, each with the name of its reference: a message shows the name in place
 * of the text, which may be a secret in the wrong place. Immutable. Any thread.
 */
public final class ReferenceNames {

  /*
   * A message may hold a text in parts: cleaned of its line breaks, or cut. So each line of a text counts for itself. Host
   * names lose their letter case, so letter case does not count.
   */

  /** No references. */
  public static final ReferenceNames NONE = new ReferenceNames(List.of());

  /** The minimum length of a hidden text, in chars: shorter ones are numbers and words, and parts of other words. */
  private static final int MIN_CHARS = 6;

  private static final int MAX_LINES = 1_000;

  private final List<HiddenText> texts;

  private ReferenceNames(List<HiddenText> texts) {
    this.texts = texts;
  }

  /** Returns the names of references, by the texts that they yielded. */
  public static ReferenceNames of(Map<String, String> namesByText) {
    List<HiddenText> texts = new ArrayList<>();
    for (Map.Entry<String, String> entry : namesByText.entrySet()) {
      add(entry.getKey(), entry.getValue(), texts);
    }
    if (texts.isEmpty()) {
      return NONE;
    }
    return new ReferenceNames(texts);
  }

  private static void add(String text, String name, List<HiddenText> texts) {
    int start = 0;
    int lines = 0;
    for (int i = 0; i <= text.length() && lines < MAX_LINES; i++) {
      if (i == text.length() || isLineBreak(text.charAt(i))) {
        String line = text.substring(start, i).strip();
        if (line.length() >= MIN_CHARS) {
          insert(new HiddenText(line, name), texts);
          lines++;
        }
        start = i + 1;
      }
    }
  }

  /** Before shorter ones, which may be parts of it. */
  private static void insert(HiddenText hidden, List<HiddenText> texts) {
    int at = 0;
    while (at < texts.size() && texts.get(at).text.length() >= hidden.text.length()) {
      at++;
    }
    texts.add(at, hidden);
  }

  private static boolean isLineBreak(char c) {
    return c == '\n' || c == '\r' || c == '\u0085' || c == '\u2028' || c == '\u2029';
  }

  /** Returns the message with the names of references in place of their texts. */
  public String hide(String message) {
    String hidden = message;
    for (HiddenText text : texts) {
      hidden = text.hide(hidden);
    }
    return hidden;
  }

  /** Returns the texts that a vendor must not repeat either. */
  public List<String> texts() {
    List<String> all = new ArrayList<>(texts.size());
    for (HiddenText hidden : texts) {
      all.add(hidden.text);
    }
    return all;
  }

  /** Returns whether the message holds a text of a reference. */
  public boolean areIn(String message) {
    return !hide(message).equals(message);
  }

  /** Never prints a text. */
  @Override
  public String toString() {
    return "ReferenceNames{" + texts.size() + "}";
  }

  private record HiddenText(String text, String name) {

    String hide(String message) {
      StringBuilder hidden = null;
      int copied = 0;
      int last = message.length() - text.length();
      for (int i = 0; i <= last; i++) {
        if (message.regionMatches(true, i, text, 0, text.length())) {
          hidden = hidden == null ? new StringBuilder() : hidden;
          hidden.append(message, copied, i).append(name);
          copied = i + text.length();
          i = copied - 1;
        }
      }
      return hidden == null
          ? message
          : hidden.append(message, copied, message.length()).toString();
    }
  }
}
