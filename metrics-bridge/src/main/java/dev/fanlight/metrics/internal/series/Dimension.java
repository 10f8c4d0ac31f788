/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.series;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

/**
 * One label of a series: where its value is found on a span. Read on application threads for every
 * span, so reading allocates nothing and never blocks.
 */
public interface Dimension {
  /** Label name as dashboards see it, for example {@code span_name}. */
  String label();

  /** Where the values come from, for a user who has to mend them: {@code attribute "user.id"}. */
  String source();

  /**
   * The value as the span carries it; compared by {@code equals}.
   *
   * @param span the finished span
   * @param event the attributes of the span's event that is counted; empty where the span itself is
   * @return null if there is none, which leaves the label out
   */
  @Nullable Object read(SpanData span, Attributes event);

  /** Key of the attribute that the value comes from; empty if it comes from elsewhere. */
  default String key() {
    return "";
  }

  /** The label value for what {@link #read} gave; called once per series, not per span. */
  default String text(Object value) {
    return value.toString();
  }

  /** Whether the set of values is small by nature, so that overflow need not fold it. */
  default boolean isClosed() {
    return false;
  }

  /** Whether a span without this value is not measured at all. */
  default boolean isRequired() {
    return false;
  }
}
