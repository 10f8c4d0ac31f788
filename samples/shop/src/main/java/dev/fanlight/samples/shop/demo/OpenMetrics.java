/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** OpenMetrics text, as far as a scraper needs it: samples, labels, exemplars. */
final class OpenMetrics {
  /** The media type to request from {@code /metrics}: the only text format with exemplars. */
  static final String ACCEPT = "application/openmetrics-text; version=1.0.0";

  /*
   * sample     name{label="value",...} value [timestamp] [# {trace_id="...",...} value [timestamp]]
   */
  private static final String LABELS = "\\{(?:[^\"}]|\"(?:[^\"\\\\]|\\\\.)*\")*\\}";
  private static final Pattern SAMPLE = Pattern.compile(
      "([a-zA-Z_:][\\w:]*)(" + LABELS + ")? (\\S+)(?: [^#]\\S*)?(?: # (" + LABELS + ").*)?");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_]\\w*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  private OpenMetrics() {}

  static List<MetricSample> parse(String text) {
    List<MetricSample> samples = new ArrayList<>();
    for (String line : text.lines().toList()) {
      Matcher sample = SAMPLE.matcher(line);
      if (!line.startsWith("#") && sample.matches()) {
        samples.add(sample(sample));
      }
    }
    return samples;
  }

  private static MetricSample sample(Matcher line) {
    String name = line.group(1);
    String labels = line.group(2) == null ? "" : line.group(2);
    String exemplar = line.group(4) == null ? "" : line.group(4);
    return new MetricSample(
        name + labels,
        name,
        labels(labels),
        Double.parseDouble(line.group(3).replace("+Inf", "Infinity")),
        Optional.ofNullable(labels(exemplar).get("trace_id")));
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new LinkedHashMap<>();
    Matcher label = LABEL.matcher(text);
    while (label.find()) {
      labels.put(label.group(1), unescaped(label.group(2)));
    }
    return labels;
  }

  private static String unescaped(String value) {
    return value.replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\");
  }
}
