/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.cost;

import io.opentelemetry.sdk.trace.SpanProcessor;

/** A span processor with its exporters, and the count of delivered spans. */
interface Pipeline extends AutoCloseable {

  SpanProcessor processor();

  /** Spans that every vendor has, the slowest counted. */
  long delivered();

  /** Spans given up for at least one vendor so far. */
  long lost();

  @Override
  void close();
}
