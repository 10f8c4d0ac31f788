/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.published;

import java.util.List;
import java.util.regex.Pattern;

/** The simple names of the top-level types of a module. */
record TypeNames(List<String> names) {
  private static final Pattern WORD = Pattern.compile("[A-Z][a-z0-9]++|[A-Z]+(?=[A-Z][a-z]|$)");

  static TypeNames of(String module) {
    return new TypeNames(SourceTree.sources(module).stream()
        .map(file -> file.getFileName().toString().replace(".java", ""))
        .filter(name -> !name.endsWith("-info"))
        .sorted()
        .toList());
  }

  /** Returns the names that consist of one word, in percent. */
  long oneWordShare() {
    long oneWord =
        names.stream().filter(name -> WORD.matcher(name).results().count() <= 1).count();
    return Math.round(100.0 * oneWord / Math.max(1, names.size()));
  }
}
