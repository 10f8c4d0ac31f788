/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.series;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

/**
 * A label of a series, with the part of a span from which its value is read. It is read on application threads for
 * every span, so {@link #read} allocates no memory and never blocks.
 */
public interface Dimension {
  /** Returns the name of the label, for example {@code span_name}. */
  String label();

  /** Returns the source of the values as a log message names it: {@code attribute "user.id"}. */
  String source();

  /**
   * Returns the value of a span; values are compared by {@code equals}.
   *
   * @param span the finished span
   * @param event the attributes of the counted event of the span; empty if the span itself is counted
   * @return null if the span has no value; the series then has no such label
   */
  @Nullable Object read(SpanData span, Attributes event);

  /** Returns the key of the attribute that has the value; empty if the value is not an attribute. */
  default String key() {
    return "";
  }

  /** Converts a value that {@link #read} returned to the value of a label; called once per series, not per span. */
  default String text(Object value) {
    return value.toString();
  }

  /** Tells whether the number of different values is small by nature, so that the values are never folded. */
  default boolean isClosed() {
    return false;
  }

  /** Tells whether a span without this value is excluded from the metric. */
  default boolean isRequired() {
    return false;
  }
}
