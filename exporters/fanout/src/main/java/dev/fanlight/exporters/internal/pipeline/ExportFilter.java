/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import dev.fanlight.exporters.internal.reason.FilterCounts;
import dev.fanlight.exporters.internal.reason.FilterReason;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The application's function that changes or excludes spans, before the rules of any vendor. The batcher's thread only.
 */
public final class ExportFilter {

  private final Function<? super SpanData, ? extends @Nullable SpanData> function;

  /** Creates a filter; the function returns null for a span that no vendor gets. */
  public ExportFilter(Function<? super SpanData, ? extends @Nullable SpanData> function) {
    this.function = function;
  }

  /** Applies the function to each span of a batch. Never throws: a failure costs its span alone. */
  Filtered apply(List<SpanData> batch) {
    List<SpanData> kept = new ArrayList<>(batch.size());
    FilterCounts excluded = new FilterCounts();
    int failed = 0;
    Throwable why = null;
    for (SpanData span : batch) {
      try {
        SpanData changed = function.apply(span);
        if (changed == null) {
          excluded.add(FilterReason.APPLICATION);
        } else {
          kept.add(changed);
        }
      } catch (Throwable e) { // the application's, of any kind; an unfiltered span is not sent
        failed++;
        why = e;
      }
    }
    return new Filtered(kept, excluded, failed, why);
  }

  /**
   * The result for a batch; {@code kept.size() + excluded.sum() + failed} is the size of the batch.
   *
   * @param kept the spans for the vendors, in order; not copied
   * @param excluded spans for which the function returned null
   * @param failed spans for which it threw, and which must not be sent
   * @param why the last exception; null if none failed
   */
  record Filtered(
      List<SpanData> kept,
      FilterCounts excluded,
      int failed,
      @Nullable Throwable why) {}
}
