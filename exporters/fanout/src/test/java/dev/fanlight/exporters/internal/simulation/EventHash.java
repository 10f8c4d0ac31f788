/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

/** A hash over everything that happens in a simulation, in its order: equal seeds, equal hashes, on every JVM. */
final class EventHash {

  private static final long PRIME = 0x9E3779B97F4A7C15L;

  private long value;

  void add(long event) {
    value = Long.rotateLeft(value ^ event * PRIME, 23) * PRIME;
  }

  void add(String text) {
    add(text.hashCode());
  }

  long value() {
    return value;
  }
}
