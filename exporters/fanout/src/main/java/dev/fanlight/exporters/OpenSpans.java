/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters;

import io.opentelemetry.sdk.trace.ReadableSpan;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The sampled spans that have started and not ended, for the end of the JVM to wait for. Any thread; never blocks,
 * never throws, allocates no memory.
 */
final class OpenSpans {

  /*
   * A hash table by span id with a fixed number of slots. A span that finds PROBES slots taken is not recorded, and is
   * not waited for; the table is full only if thousands of spans are open, and then other spans are waited for. A slot
   * is freed when its span ends. A span that the application never ends keeps its slot until another span needs it a
   * minute later, so the table keeps at most SLOTS such spans in memory.
   *
   * Rejected: counts of starts and ends. A count cannot tell a request in flight from a span that was left open an hour
   * ago, and for the latter no exit is to wait. The span itself knows its age.
   */

  private static final int SLOTS = 4096; // three hexadecimal digits
  private static final int PROBES = 4;
  private static final long RECENT_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final AtomicReferenceArray<@Nullable ReadableSpan> slots =
      new AtomicReferenceArray<>(SLOTS);

  /** Remembers a span that has started, if it is sampled. */
  void started(ReadableSpan span) {
    try {
      if (span.getSpanContext().isSampled()) {
        remember(span, hash(span));
      }
    } catch (Throwable ignored) {
      // a span of foreign make: it is not waited for
    }
  }

  private void remember(ReadableSpan span, int hash) {
    for (int probe = 0; probe < PROBES; probe++) {
      int slot = (hash + probe) & (SLOTS - 1);
      ReadableSpan other = slots.getPlain(slot);
      boolean isFree = other == null || !isOpenAndRecent(other);
      if (isFree && slots.compareAndSet(slot, other, span)) {
        return;
      }
    }
  }

  /** Forgets a span that has ended. */
  void ended(ReadableSpan span) {
    try {
      forget(span, hash(span));
    } catch (Throwable ignored) {
      // a span of foreign make: it was not remembered
    }
  }

  @SuppressWarnings("ReferenceEquality") // the SDK hands over the same object at start and end
  private void forget(ReadableSpan span, int hash) {
    for (int probe = 0; probe < PROBES; probe++) {
      int slot = (hash + probe) & (SLOTS - 1);
      if (slots.getPlain(slot) == span) {
        slots.setRelease(slot, null);
        return;
      }
    }
  }

  /** Returns true if a span is open that started within the last minute. */
  boolean hasRecent() {
    for (int slot = 0; slot < SLOTS; slot++) {
      ReadableSpan span = slots.get(slot);
      if (span != null && isOpenAndRecent(span)) {
        return true;
      }
    }
    return false;
  }

  /** The latency of a span that is open is its age. */
  private static boolean isOpenAndRecent(ReadableSpan span) {
    return !span.hasEnded() && span.getLatencyNanos() < RECENT_NANOS;
  }

  /** The last three digits of the span id: random, by the specification. */
  private static int hash(ReadableSpan span) {
    String id = span.getSpanContext().getSpanId();
    int last = id.length() - 1;
    return digit(id.charAt(last - 2)) << 8
        | digit(id.charAt(last - 1)) << 4
        | digit(id.charAt(last));
  }

  private static int digit(char hexadecimal) {
    return (hexadecimal & 0xf) + (hexadecimal >> 6) * 9;
  }
}
