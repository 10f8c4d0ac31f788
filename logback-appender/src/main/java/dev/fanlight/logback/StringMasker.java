/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A function that masks, in a string of a line, credentials in URLs and matches of the user's patterns.
 *
 * @param patterns the user's patterns
 * @param problems receives a message when a pattern was stopped
 */
record StringMasker(List<Pattern> patterns, Consumer<String> problems)
    implements UnaryOperator<String> {
  /*
   * A regular expression can take exponential time, and its recursion can exceed the stack. Each pattern has a budget of
   * steps; one step is one read of a character. If the budget is exhausted, the text is searched again in overlapping
   * windows, so that every match of up to half a window is found. A window that exceeds its budget is halved. If the
   * smallest window exceeds its budget, the text is cut at that window, because the rest may contain a secret.
   */
  private static final int MIN_STEPS = 10_000;
  private static final int STEPS_PER_CHAR = 50;
  private static final int WINDOW = 1_024;
  private static final int MIN_WINDOW = 64;
  private static final int WINDOW_STEPS = 20_000;
  private static final int MAX_STEPS = 500_000;
  private static final String MASK = "****";

  StringMasker {
    patterns = List.copyOf(patterns);
  }

  @Override
  public String apply(String text) {
    String masked = UrlCredentialMask.mask(text);
    for (Pattern pattern : patterns) {
      masked = apply(pattern, masked);
    }
    return masked;
  }

  private String apply(Pattern pattern, String text) {
    try {
      var steps = new Steps(MIN_STEPS + (long) STEPS_PER_CHAR * text.length());
      return pattern.matcher(new Counted(text, steps)).replaceAll(MASK);
    } catch (StepsUsedUp | StackOverflowError e) {
      return inWindows(pattern, text);
    }
  }

  private String inWindows(Pattern pattern, String text) {
    var hidden = new boolean[text.length()];
    long left = MAX_STEPS;
    int window = WINDOW;
    int searched = 0;
    int start = 0;
    while (searched < text.length()) {
      int end = Math.min(text.length(), start + window);
      var steps = new Steps(Math.min(WINDOW_STEPS, left));
      boolean isDone = search(pattern, text, start, end, steps, hidden);
      left -= WINDOW_STEPS - Math.max(0, steps.left);
      if (isDone) {
        searched = end;
        start = Math.max(start + 1, end - window / 2);
        window = Math.min(WINDOW, 2 * window);
      } else if (left > 0 && window > MIN_WINDOW) {
        window /= 2;
      } else {
        problems.accept("<maskPattern> " + pattern
            + " takes too many steps; texts are cut at the position where the search was stopped."
            + " Avoid nested repetitions in the pattern");
        return masked(text, hidden, searched) + '…';
      }
    }
    return masked(text, hidden, searched);
  }

  private static boolean search(
      Pattern pattern, String text, int start, int end, Steps steps, boolean[] hidden) {
    try {
      Matcher matcher = pattern.matcher(new Counted(text, steps)).region(start, end);
      matcher.useTransparentBounds(true);
      matcher.useAnchoringBounds(false);
      while (matcher.find()) {
        Arrays.fill(hidden, matcher.start(), matcher.end(), true);
      }
      return true;
    } catch (StepsUsedUp | StackOverflowError e) {
      return false;
    }
  }

  private static String masked(String text, boolean[] hidden, int length) {
    var masked = new StringBuilder();
    for (int i = 0; i < length; i++) {
      if (!hidden[i]) {
        masked.append(text.charAt(i));
      } else if (i == 0 || !hidden[i - 1]) {
        masked.append(MASK);
      }
    }
    return masked.toString();
  }

  private static final class Steps {
    private long left;

    Steps(long left) {
      this.left = left;
    }

    void take() {
      if (--left < 0) {
        throw new StepsUsedUp();
      }
    }
  }

  /** A text that takes one step for each character that is read. */
  private record Counted(CharSequence text, Steps steps) implements CharSequence {
    @Override
    public char charAt(int index) {
      steps.take();
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }

  private static final class StepsUsedUp extends RuntimeException {
    private static final long serialVersionUID = 1;

    StepsUsedUp() {
      super("a pattern takes too many steps", null, false, false);
    }
  }
}
