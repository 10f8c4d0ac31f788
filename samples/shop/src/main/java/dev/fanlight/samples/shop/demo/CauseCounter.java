/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.util.EnumMap;
import java.util.Map;

/** The count of each cause in one source of evidence. Not for several threads. */
final class CauseCounter {
  private final Map<FailureCause, Long> counts = new EnumMap<>(FailureCause.class);

  void add(FailureCause cause, long times) {
    counts.merge(cause, times, Long::sum);
  }

  long of(FailureCause cause) {
    return counts.getOrDefault(cause, 0L);
  }
}
