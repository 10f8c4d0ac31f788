/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.request;

import ch.qos.logback.classic.Level;
import dev.fanlight.logback.internal.event.LocalRoot;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.ReadableSpan;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The sums of one request: spans, errors, durations and log events below its local root. Fixed size; any thread. */
final class RequestRollup implements LocalRoot {

  /* Constants of the compiler: without logback on the class path this class works as well. */
  private static final int[] LEVELS = {
    Level.ERROR_INT, Level.WARN_INT, Level.INFO_INT, Level.DEBUG_INT, Level.TRACE_INT
  };

  private static final String[] LEVEL_NAMES = {"error", "warn", "info", "debug", "trace"};
  private static final int SPANS = 0;
  private static final int ERRORS = 1;
  private static final int CATEGORIES = 2;
  private static final int PER_CATEGORY = 3;
  private static final int LOGS = CATEGORIES + PER_CATEGORY * SpanCategory.values().length;

  private final SpanContext root;
  private final Map<String, String> baggage;
  private final AtomicLongArray sums = new AtomicLongArray(LOGS + LEVELS.length);

  RequestRollup(SpanContext root, Map<String, String> baggage) {
    this.root = root;
    this.baggage = baggage;
  }

  @Override
  public String traceId() {
    return root.getTraceId();
  }

  @Override
  public String spanId() {
    return root.getSpanId();
  }

  Map<String, String> baggage() {
    return baggage;
  }

  @Override
  public void logged(int level) {
    for (int i = 0; i < LEVELS.length; i++) {
      if (LEVELS[i] == level) {
        sums.incrementAndGet(LOGS + i);
      }
    }
  }

  /** Adds a span below the root that has ended. */
  void add(ReadableSpan span) {
    boolean isError = SpanOutcome.isError(span, span.toSpanData());
    sums.incrementAndGet(SPANS);
    if (isError) {
      sums.incrementAndGet(ERRORS);
    }
    @Nullable SpanCategory category = SpanCategory.of(span);
    if (category != null) {
      int at = CATEGORIES + PER_CATEGORY * category.slot();
      sums.incrementAndGet(at);
      sums.addAndGet(at + 1, span.getLatencyNanos());
      sums.addAndGet(at + 2, isError ? 1 : 0);
    }
  }

  /** Calls the consumer with the field name and the value of every sum that is not zero. */
  void forEach(BiConsumer<String, Long> consumer) {
    sum(consumer, "request.spans", SPANS);
    sum(consumer, "request.errors", ERRORS);
    for (SpanCategory category : SpanCategory.values()) {
      int at = CATEGORIES + PER_CATEGORY * category.slot();
      sum(consumer, "request." + category.id() + ".count", at);
      sum(consumer, "request." + category.id() + ".duration", at + 1);
      sum(consumer, "request." + category.id() + ".errors", at + 2);
    }
    for (int i = 0; i < LEVELS.length; i++) {
      sum(consumer, "request.logs." + LEVEL_NAMES[i], LOGS + i);
    }
  }

  private void sum(BiConsumer<String, Long> consumer, String name, int at) {
    long sum = sums.get(at);
    if (sum != 0) {
      consumer.accept(name, sum);
    }
  }
}
