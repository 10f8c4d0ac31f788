/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.meters;

import java.util.Map;

/** Converts names of OpenTelemetry metrics to Prometheus names by OpenTelemetry's compatibility specification. */
final class PrometheusName {
  private static final Map<String, String> UNITS = Map.ofEntries(
      Map.entry("d", "days"),
      Map.entry("h", "hours"),
      Map.entry("min", "minutes"),
      Map.entry("s", "seconds"),
      Map.entry("ms", "milliseconds"),
      Map.entry("us", "microseconds"),
      Map.entry("ns", "nanoseconds"),
      Map.entry("By", "bytes"),
      Map.entry("KiBy", "kibibytes"),
      Map.entry("MiBy", "mebibytes"),
      Map.entry("GiBy", "gibibytes"),
      Map.entry("kBy", "kilobytes"),
      Map.entry("MBy", "megabytes"),
      Map.entry("GBy", "gigabytes"),
      Map.entry("m", "meters"),
      Map.entry("V", "volts"),
      Map.entry("A", "amperes"),
      Map.entry("J", "joules"),
      Map.entry("W", "watts"),
      Map.entry("g", "grams"),
      Map.entry("Cel", "celsius"),
      Map.entry("Hz", "hertz"),
      Map.entry("%", "percent"));

  private PrometheusName() {}

  /** Returns the name with its unit, without {@code _total}, which the writer adds. */
  static String of(String name, String unit, boolean isCounter, boolean isGauge) {
    String plain = plain(name);
    if (isCounter && plain.endsWith("_total")) {
      plain = plain.substring(0, plain.length() - "_total".length());
    }
    String suffix = suffix(unit, isGauge);
    return suffix.isEmpty() || plain.endsWith("_" + suffix) ? plain : plain + "_" + suffix;
  }

  private static String suffix(String unit, boolean isGauge) {
    if (unit.equals("1")) {
      return isGauge ? "ratio" : "";
    }
    String plain = unit.replaceAll("\\{[^}]*}", "");
    int slash = plain.indexOf('/');
    if (slash < 0) {
      return word(plain);
    }
    String per = word(plain.substring(slash + 1));
    String of = word(plain.substring(0, slash));
    if (per.isEmpty()) {
      return of;
    }
    return (of.isEmpty() ? "" : of + "_") + "per_" + per.replaceAll("s$", "");
  }

  private static String word(String unit) {
    String word = UNITS.get(unit);
    return word == null ? plain(unit).replaceAll("^_+|_+$", "") : word;
  }

  /** Returns the name of a label: letters, digits and single underscores; only the names of metrics may have a colon. */
  static String label(String name) {
    return plain(name.replace(':', '_'));
  }

  private static String plain(String name) {
    if (name.isEmpty()) {
      return "";
    }
    String plain = name.replaceAll("[^a-zA-Z0-9_:]+", "_").replaceAll("_{2,}", "_");
    return Character.isDigit(plain.charAt(0)) ? "_" + plain : plain;
  }
}
