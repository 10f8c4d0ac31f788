/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.series;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The values of each label in the current series of one metric. Not thread-safe; guarded by its owner's lock. */
final class LabelValues {
  private final List<Map<String, Integer>> usesByValue;

  LabelValues(int labels) {
    usesByValue = IntStream.range(0, labels)
        .<Map<String, Integer>>mapToObj(label -> new HashMap<>())
        .toList();
  }

  boolean isKnown(int label, String value) {
    return usesByValue.get(label).containsKey(value);
  }

  int count(int label) {
    return usesByValue.get(label).size();
  }

  void add(List<@Nullable String> values) {
    for (int label = 0; label < values.size(); label++) {
      String value = values.get(label);
      if (value != null) {
        usesByValue.get(label).merge(value, 1, Integer::sum);
      }
    }
  }

  void remove(List<@Nullable String> values) {
    for (int label = 0; label < values.size(); label++) {
      String value = values.get(label);
      if (value != null) {
        usesByValue.get(label).computeIfPresent(value, (v, uses) -> uses == 1 ? null : uses - 1);
      }
    }
  }
}
