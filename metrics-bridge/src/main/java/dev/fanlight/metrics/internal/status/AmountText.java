/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.status;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers, sizes and times as people read them. */
final class AmountText {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT);

  private AmountText() {}

  /** Returns for example "1,234,567". */
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** Returns for example "1 span" or "1,234 spans". */
  static String spans(long count) {
    return count(count) + (count == 1 ? " span" : " spans");
  }

  /** Returns for example "0", "0.3", "12" or "1,200". */
  static String rate(double perSecond) {
    return perSecond > 0 && perSecond < 9.95
        ? String.format(Locale.ROOT, "%.1f", Math.max(0.1, perSecond))
        : count(Math.round(perSecond));
  }

  /** Returns for example "512 B", "12 KiB" or "3.4 MiB". */
  static String bytes(long bytes) {
    if (bytes < 1 << 10) {
      return bytes + " B";
    }
    if (bytes < 1 << 20) {
      return (bytes >> 10) + " KiB";
    }
    return bytes < 1L << 30
        ? String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20))
        : String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1 << 30));
  }

  /** Returns for example "40 ms", "1.3 s" or "12 s". */
  static String answerTime(Duration time) {
    double millis = time.toNanos() / 1e6;
    if (millis < 1_000) {
      return millis < 9.5
          ? String.format(Locale.ROOT, "%.1f ms", millis)
          : Math.round(millis) + " ms";
    }
    return millis < 9_950
        ? String.format(Locale.ROOT, "%.1f s", millis / 1_000)
        : Math.round(millis / 1_000) + " s";
  }

  /** Returns for example "12 s", "3 min 12 s", "5 h 2 min" or "3 d 4 h". */
  static String duration(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3_600) {
      return seconds / 60 + " min " + seconds % 60 + " s";
    }
    return seconds < 172_800
        ? seconds / 3_600 + " h " + seconds / 60 % 60 + " min"
        : seconds / 86_400 + " d " + seconds / 3_600 % 24 + " h";
  }

  /** Returns the time without the date if both times are on the same day, for example "09:30:00 UTC". */
  static String timeNear(long epochMillis, long nowEpochMillis) {
    boolean isSameDay = date(epochMillis).equals(date(nowEpochMillis));
    return isSameDay ? time(epochMillis).substring(11) : time(epochMillis);
  }

  private static LocalDate date(long epochMillis) {
    return LocalDate.ofInstant(Instant.ofEpochMilli(epochMillis), ZoneOffset.UTC);
  }

  /** Returns for example "2026-12-01 09:30:00 UTC". */
  static String time(long epochMillis) {
    return TIME.format(Instant.ofEpochMilli(epochMillis).atOffset(ZoneOffset.UTC));
  }
}
