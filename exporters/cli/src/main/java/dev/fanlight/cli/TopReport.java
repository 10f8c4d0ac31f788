/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import dev.fanlight.exporters.internal.text.ForeignText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The status of an application as a table. Keys that an older or newer version lacks are shown as empty. */
final class TopReport {

  private final TerminalWriter writer;
  private final Map<?, ?> status;

  TopReport(TerminalWriter writer, Map<?, ?> status) {
    this.writer = writer;
    this.status = status;
  }

  void write() {
    Map<?, ?> pipeline = map(status, "pipeline");
    Map<?, ?> file = map(status, "file");
    writer.text(writer.strong(text(status, "state").replace('_', ' ')) + ", version "
        + count(file, "version") + " of " + text(file, "documents"));
    writer.text(count(pipeline, "ended") + " spans ended, " + count(pipeline, "ended_per_second")
        + " per second; queue " + count(pipeline, "queued") + " of "
        + count(pipeline, "queue_capacity") + "; log "
        + bytes(pipeline, "log_bytes") + " of " + bytes(pipeline, "log_limit_bytes")
        + (pipeline.containsKey("seconds_until_log_is_full")
            ? writer.careful(
                ", full in " + duration(1_000 * number(pipeline, "seconds_until_log_is_full")))
            : ""));
    for (Object problem : list(file, "problems")) {
      writer.text(writer.careful("problem: ") + ForeignText.line(String.valueOf(problem)));
    }
    writer.line("");
    vendors();
  }

  private void vendors() {
    List<List<String>> rows = new ArrayList<>();
    for (Object each : list(status, "vendors")) {
      if (each instanceof Map<?, ?> vendor) {
        rows.add(List.of(
            text(vendor, "name"),
            count(vendor, "delivered_per_second"),
            count(vendor, "buffered"),
            duration(number(vendor, "oldest_age_millis")),
            millis(vendor, "p50_answer_millis"),
            millis(vendor, "p99_answer_millis"),
            count(vendor, "delivered"),
            String.format(Locale.ROOT, "%,d", sum(vendor, "rejected") + sum(vendor, "dropped")),
            state(vendor)));
      }
    }
    writer.table(
        List.of(
            "VENDOR", "SPANS/S", "WAITING", "OLDEST", "P50", "P99", "DELIVERED", "LOST", "STATE"),
        rows);
  }

  /** Returns the state with the open failure and its cure, which the last column breaks between words. */
  private String state(Map<?, ?> vendor) {
    String words = text(vendor, "flow_text");
    String flow = text(vendor, "flow");
    String state = Boolean.TRUE.equals(vendor.get("losing"))
        ? writer.bad(words)
        : switch (flow) {
          case "delivering" -> writer.good(words);
          case "behind", "key_refused", "quota_used_up" -> writer.careful(words);
          default -> words;
        };
    Map<?, ?> failure = map(vendor, "last_failure");
    boolean isOpen = Boolean.FALSE.equals(failure.get("over"));
    return isOpen ? state + ": " + text(failure, "message") + ". " + text(failure, "cure") : state;
  }

  private static String text(Map<?, ?> of, String key) {
    return of.get(key) instanceof String text ? ForeignText.line(text) : "";
  }

  private static double number(Map<?, ?> of, String key) {
    return of.get(key) instanceof Double number ? number : 0;
  }

  private static String count(Map<?, ?> of, String key) {
    return String.format(Locale.ROOT, "%,d", Math.round(number(of, key)));
  }

  private static String millis(Map<?, ?> of, String key) {
    double millis = number(of, key);
    return millis == 0
        ? "-"
        : millis < 1_000
            ? String.format(Locale.ROOT, "%.0f ms", Math.max(1, millis))
            : String.format(Locale.ROOT, "%.1f s", millis / 1_000);
  }

  private static String bytes(Map<?, ?> of, String key) {
    return AmountFormat.bytes((long) number(of, key));
  }

  private static String duration(double millis) {
    long seconds = (long) (millis / 1_000);
    if (millis <= 0) {
      return "-";
    }
    if (seconds < 120) {
      return seconds + " s";
    }
    return seconds < 7_200 ? seconds / 60 + " min" : seconds / 3_600 + " h";
  }

  private static long sum(Map<?, ?> of, String key) {
    long sum = 0;
    for (Object count : map(of, key).values()) {
      sum += count instanceof Double number ? number.longValue() : 0;
    }
    return sum;
  }

  private static Map<?, ?> map(Map<?, ?> of, String key) {
    return of.get(key) instanceof Map<?, ?> map ? map : Map.of();
  }

  private static List<?> list(Map<?, ?> of, String key) {
    return of.get(key) instanceof List<?> list ? list : List.of();
  }
}
