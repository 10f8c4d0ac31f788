/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import java.util.Map;
import java.util.TreeMap;

/**
 * The ledger of one vendor as the generator tells it.
 *
 * @param rejected by reason
 * @param dropped by reason
 */
record VendorLedger(
    long received,
    long delivered,
    long filtered,
    long buffered,
    Map<String, Long> rejected,
    Map<String, Long> dropped) {

  VendorLedger {
    rejected = Map.copyOf(rejected);
    dropped = Map.copyOf(dropped);
  }

  /** Returns the vendor's part of an account line. */
  static VendorLedger of(Map<String, String> line, String vendor) {
    return new VendorLedger(
        count(line, vendor + ".received"),
        count(line, vendor + ".delivered"),
        count(line, vendor + ".filtered"),
        count(line, vendor + ".buffered"),
        counts(line, vendor + ".rejected."),
        counts(line, vendor + ".dropped."));
  }

  private static long count(Map<String, String> line, String key) {
    return Long.parseLong(line.getOrDefault(key, "0"));
  }

  private static Map<String, Long> counts(Map<String, String> line, String prefix) {
    Map<String, Long> counts = new TreeMap<>();
    line.forEach((key, value) -> {
      if (key.startsWith(prefix) && !value.equals("0")) {
        counts.put(key.substring(prefix.length()), Long.parseLong(value));
      }
    });
    return counts;
  }

  long allRejected() {
    return rejected.values().stream().mapToLong(Long::longValue).sum();
  }

  long allDropped() {
    return dropped.values().stream().mapToLong(Long::longValue).sum();
  }

  boolean addsUp() {
    return received == delivered + allRejected() + allDropped() + filtered + buffered;
  }
}
