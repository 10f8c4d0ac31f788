/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.rules;

import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.Map;

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

  boolean keeps(SpanData span) {
    for (int i = 0; i < keep.size(); i++) {
      if (!anyHolds(keep.get(i), span)) {
        return false;
      }
    }
    return !anyHolds(drop, span);
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
