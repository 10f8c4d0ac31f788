/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.sdk.trace.IdGenerator;

/** Ids of one life of the generator: 1, 2, 3 … in the order of the starts. One thread. */
final class LifeIds implements IdGenerator {

  private static final long MIX = 0x9E3779B97F4A7C15L; // spreads trace ids, which samplers look at

  private final int life;
  private long started;

  LifeIds(int life) {
    this.life = life;
  }

  @Override
  public String generateSpanId() {
    return SpanId.fromLong(new SpanNumber(life, ++started).spanId());
  }

  @Override
  public String generateTraceId() {
    long spanId = new SpanNumber(life, started + 1).spanId();
    return TraceId.fromLongs(spanId * MIX, (spanId + 1) * MIX);
  }
}
