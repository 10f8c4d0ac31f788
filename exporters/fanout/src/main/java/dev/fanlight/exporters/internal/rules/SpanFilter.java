/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.rules;

import dev.fanlight.exporters.internal.reason.FilterReason;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The choice of spans: a span is sent if every keep rule matches and no drop rule does. */
final class SpanFilter {

  private final List<List<AttributeCondition>> keep;
  private final List<AttributeCondition> drop;

  SpanFilter(List<Map<String, List<String>>> keep, Map<String, List<String>> drop) {
    this.keep = keep.stream().map(SpanFilter::conditions).toList();
    this.drop = conditions(drop);
  }

  private static List<AttributeCondition> conditions(Map<String, List<String>> valuesByKey) {
    return valuesByKey.entrySet().stream()
        .map(entry -> AttributeCondition.of(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** Returns the rule that excludes the span; null if the span is sent. */
  @Nullable FilterReason exclusion(SpanData span) {
    for (int i = 0; i < keep.size(); i++) {
      if (!anyHolds(keep.get(i), span)) {
        return FilterReason.KEEP;
      }
    }
    return anyHolds(drop, span) ? FilterReason.DROP : null;
  }

  private static boolean anyHolds(List<AttributeCondition> conditions, SpanData span) {
    for (int i = 0; i < conditions.size(); i++) {
      if (conditions.get(i).holds(span)) {
        return true;
      }
    }
    return false;
  }
}
