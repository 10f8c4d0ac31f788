/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.rules;

/** Arithmetic of rejection thresholds: 56 bits, the number of traces out of 2^56 that are not kept. */
final class SamplingThreshold {

  /** Above every threshold and randomness: no span is kept. */
  static final long MAX = 1L << 56;

  private static final int DIGITS = 14;

  /*
   * "SDKs are recommended to use 4 digits of precision by default", behind the digits that a small rate makes f: one for
   * each four bits of its exponent.
   */
  private static final int PRECISION = 4;
  private static final int MAX_PRECISION = 12;

  private SamplingThreshold() {}

  /** The threshold of a rate from 0 to 1, rounded to the specification's precision. */
  static long ofRate(double rate) {
    if (rate == 0) {
      return MAX;
    }
    int exponent = Math.getExponent(rate) + 1; // of a mantissa from 0.5 to 1
    int digits = Math.max(1, Math.min(MAX_PRECISION, PRECISION + Math.floorDiv(exponent, -4)));
    long unit = 1L << (56 - 4 * digits);
    long exact = MAX - Math.round(Math.scalb(rate, 56));
    return Math.min((exact + unit / 2) / unit * unit, MAX - unit);
  }

  /** Returns the {@code th} value: hexadecimal without trailing zeros, {@code 0} for zero. */
  static String text(long threshold) {
    String digits = Long.toHexString(MAX | threshold).substring(1);
    int end = DIGITS;
    while (end > 1 && digits.charAt(end - 1) == '0') {
      end--;
    }
    return digits.substring(0, end);
  }

  /** Parses the threshold of a {@code th} value: 1 to 14 digits; -1 if it is not valid. */
  static long parse(String text, int from, int to) {
    int digits = to - from;
    if (digits < 1 || digits > DIGITS) {
      return -1;
    }
    long value = hex(text, from, to);
    return value < 0 ? -1 : value << (4 * (DIGITS - digits));
  }

  /** At most 16 hexadecimal digits as a number; -1 where there is another character among at most 15. */
  static long hex(String text, int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = Character.digit(text.charAt(i), 16);
      if (digit < 0 || text.charAt(i) > 'f') {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }
}
