/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import java.time.Duration;
import java.util.Locale;

/** Formats counts, sizes and ages for a reader. */
final class AmountFormat {

  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

  private AmountFormat() {}

  /** Formats a count: {@code 1,234,567}. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Formats a count with its noun: {@code 1 segment}, {@code 2 segments}. */
  static String count(long number, String noun) {
    return count(number) + " " + noun + (number == 1 ? "" : "s");
  }

  /** Formats a size: {@code 8.1 MiB}. */
  static String bytes(long bytes) {
    double size = bytes;
    int unit = 0;
    while (size >= 1024 && unit < UNITS.length - 1) {
      size /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", size, UNITS[unit]);
  }

  /** Formats an age with the two largest units that are not zero: {@code 2h 5m}. */
  static String age(Duration age) {
    if (age.compareTo(Duration.ofMinutes(1)) < 0) {
      return Math.max(0, age.toSeconds()) + "s";
    }
    if (age.compareTo(Duration.ofHours(1)) < 0) {
      return age.toMinutes() + "m " + age.toSecondsPart() + "s";
    }
    return age.compareTo(Duration.ofDays(1)) < 0
        ? age.toHours() + "h " + age.toMinutesPart() + "m"
        : age.toDays() + "d " + age.toHoursPart() + "h";
  }
}
