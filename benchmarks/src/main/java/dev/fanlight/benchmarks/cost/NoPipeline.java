/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.cost;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.concurrent.atomic.LongAdder;

/** The empty pipeline, a processor that only counts: the cost of the spans themselves. */
final class NoPipeline implements Pipeline, SpanProcessor {

  private final LongAdder ended = new LongAdder();

  @Override
  public SpanProcessor processor() {
    return this;
  }

  @Override
  public long delivered() {
    return ended.sum();
  }

  @Override
  public long lost() {
    return 0;
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {}

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    ended.increment();
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  @Override
  public void close() {}
}
