/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.boot.autoconfigure;

import io.micrometer.tracing.exporter.FinishedSpan;
import io.micrometer.tracing.exporter.SpanExportingPredicate;
import io.micrometer.tracing.exporter.SpanFilter;
import io.micrometer.tracing.otel.bridge.OtelFinishedSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * The application's beans of the types {@link SpanExportingPredicate} and {@link SpanFilter}, in the order in which Spring
 * Boot's own exporters apply them. Loaded only if Micrometer's bridge to OpenTelemetry is on the class path.
 */
final class MicrometerSpanFilter {
  private final List<SpanExportingPredicate> predicates;
  private final List<SpanFilter> filters;
  private final List<String> names;

  private MicrometerSpanFilter(
      List<SpanExportingPredicate> predicates, List<SpanFilter> filters, List<String> names) {
    this.predicates = predicates;
    this.filters = filters;
    this.names = List.copyOf(names);
  }

  /** Returns the filter of all beans of the two types; null if there is none. */
  static @Nullable MicrometerSpanFilter of(ListableBeanFactory factory) {
    List<SpanExportingPredicate> predicates =
        factory.getBeanProvider(SpanExportingPredicate.class).orderedStream().toList();
    List<SpanFilter> filters =
        factory.getBeanProvider(SpanFilter.class).orderedStream().toList();
    if (predicates.isEmpty() && filters.isEmpty()) {
      return null;
    }
    List<String> names = new ArrayList<>();
    add(names, factory, SpanExportingPredicate.class);
    add(names, factory, SpanFilter.class);
    return new MicrometerSpanFilter(predicates, filters, names);
  }

  private static void add(List<String> names, ListableBeanFactory factory, Class<?> type) {
    for (String name : factory.getBeanNamesForType(type)) {
      names.add(name + " (" + type.getSimpleName() + ")");
    }
  }

  List<String> names() {
    return names;
  }

  /** Returns the span as the beans change it; null if a predicate excludes it. */
  @Nullable SpanData apply(SpanData span) {
    FinishedSpan finished = OtelFinishedSpan.fromOtel(span);
    for (SpanExportingPredicate predicate : predicates) {
      if (!predicate.isExportable(finished)) {
        return null;
      }
    }
    for (SpanFilter filter : filters) {
      finished = filter.map(finished);
    }
    return OtelFinishedSpan.toOtel(finished);
  }
}
