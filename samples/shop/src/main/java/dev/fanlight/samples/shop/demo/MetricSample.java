/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.util.Map;
import java.util.Optional;

/**
 * A line of {@code /metrics}.
 *
 * @param text the series as it stands there, name and labels
 * @param name its name alone
 * @param labels its labels
 * @param value its value
 * @param exemplar the trace id of its exemplar
 */
record MetricSample(
    String text, String name, Map<String, String> labels, double value, Optional<String> exemplar) {
  MetricSample {
    labels = Map.copyOf(labels);
  }

  /** A label's value; empty when absent, as in PromQL. */
  String label(String key) {
    return labels.getOrDefault(key, "");
  }
}
