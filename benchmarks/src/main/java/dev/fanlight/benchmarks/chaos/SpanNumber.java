/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

/**
 * The number of a span: the life of the generator process and the number of the span in this life, both from 1.
 *
 * @param life 1 to 65,535
 * @param number 1 to 2^48 - 1
 */
record SpanNumber(int life, long number) {

  private static final int NUMBER_BITS = 48;
  private static final long NUMBER_MASK = (1L << NUMBER_BITS) - 1;

  /** Returns the span of an id. */
  static SpanNumber of(long spanId) {
    return new SpanNumber((int) (spanId >>> NUMBER_BITS), spanId & NUMBER_MASK);
  }

  /** Returns the id: 16 bits of life, 48 bits of number. */
  long spanId() {
    return (long) life << NUMBER_BITS | number;
  }
}
