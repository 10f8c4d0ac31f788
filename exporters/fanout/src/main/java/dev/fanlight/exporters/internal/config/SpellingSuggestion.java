/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The valid name that a wrong one was probably meant to be. */
final class SpellingSuggestion {

  private static final int LONGEST = 40;

  private SpellingSuggestion() {}

  /** A hint that begins with a semicolon, or an empty string where no valid name is near. */
  static String hint(String wrong, Collection<String> valid) {
    return of(wrong, valid).map(name -> "; did you mean " + name + "?").orElse("");
  }

  /** The valid name with the fewest changes, if they are few against its length. */
  static Optional<String> of(String wrong, Collection<String> valid) {
    if (wrong.length() > LONGEST) {
      return Optional.empty();
    }
    String plain = plain(wrong);
    return valid.stream()
        .filter(name -> isNear(plain, plain(name)))
        .min(Comparator.comparingInt((String name) -> distance(plain, plain(name)))
            .thenComparing(Comparator.naturalOrder()));
  }

  private static boolean isNear(String wrong, String name) {
    boolean isBeginning = wrong.length() >= 4 && name.startsWith(wrong);
    return isBeginning || distance(wrong, name) <= Math.max(1, name.length() / 3);
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "").replace(" ", "");
  }

  /** Levenshtein's, with a swap of neighbours as one change (optimal string alignment). */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : step(d, a, b, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int step(int[][] d, String a, String b, int i, int j) {
    int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int best = Math.min(d[i - 1][j - 1] + change, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
    boolean isSwap =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return isSwap ? Math.min(best, d[i - 2][j - 2] + 1) : best;
  }
}
