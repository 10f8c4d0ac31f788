/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

/**
 * The maximum number of characters that all references of one reading may yield together: a short file may refer to a
 * long variable or file thousands of times. One thread.
 */
final class SubstitutionLimit {

  private static final long MAX_CHARACTERS = 16 << 20;

  private long characters;

  /** Counts a text with references put in. */
  void count(String text) {
    characters += text.length();
  }

  boolean isExceeded() {
    return characters > MAX_CHARACTERS;
  }
}
