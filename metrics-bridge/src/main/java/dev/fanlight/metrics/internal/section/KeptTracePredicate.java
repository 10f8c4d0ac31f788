/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.section;

import io.opentelemetry.api.trace.SpanContext;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Accepts the traces that the vendor with the highest sampling rate keeps, so that an exemplar links to a stored trace. Any thread. */
final class KeptTracePredicate implements Predicate<SpanContext> {
  /*
   * This predicate repeats the sampling decision of the fan-out for a vendor. If the spans of the trace carry a sampling
   * threshold (ot=th), the decision depends on the 56 random bits of the trace; otherwise on a mix of the whole trace id.
   * Both give the same decision in every service.
   *
   * The rate changes with the configuration file. It is read again every SPANS_PER_READ spans; test() is called rarely,
   * because an exemplar that is present is replaced at most every ten seconds. A data race reads the rate once more.
   *
   * https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/
   */
  private static final double ALL = 0x1p56;

  private static final int RANDOM_DIGITS = 14;
  private static final int SPANS_PER_READ = 16;

  private final DoubleSupplier highestRate;
  private int tested;
  private long threshold;

  KeptTracePredicate(DoubleSupplier highestRate) {
    this.highestRate = highestRate;
  }

  @Override
  public boolean test(SpanContext span) {
    if (tested++ % SPANS_PER_READ == 0) {
      threshold = (long) ((1 - highestRate.getAsDouble()) * ALL);
    }
    return threshold <= 0 || randomness(span) >= threshold;
  }

  private static long randomness(SpanContext span) {
    String traceId = span.getTraceId();
    String member = span.getTraceState().get("ot");
    String random = member == null ? null : random(member);
    if (member != null && subKey(member, "th:") != null) {
      return random == null
          ? number(traceId, traceId.length() - RANDOM_DIGITS, traceId.length())
          : number(random, 0, random.length());
    }
    long seed = random == null
        ? mix(number(traceId, 0, 16)) ^ number(traceId, 16, 32)
        : number(random, 0, random.length());
    return mix(seed) >>> 8;
  }

  /** Returns the random value of the trace state if it has the form of the specification: 14 lower-case hexadecimal digits. */
  private static @Nullable String random(String member) {
    String digits = subKey(member, "rv:");
    return digits != null
            && digits.length() == RANDOM_DIGITS
            && digits.chars().allMatch(KeptTracePredicate::isHex)
        ? digits
        : null;
  }

  private static boolean isHex(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  private static @Nullable String subKey(String member, String name) {
    for (String part : member.split(";", -1)) {
      if (part.startsWith(name)) {
        return part.substring(name.length());
      }
    }
    return null;
  }

  private static long number(String digits, int from, int to) {
    return Long.parseUnsignedLong(digits, from, to, 16);
  }

  /** MurmurHash3's finaliser, fmix64. */
  private static long mix(long bits) {
    long mixed = bits;
    mixed = (mixed ^ mixed >>> 33) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ mixed >>> 33;
  }
}
