/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.rules;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A test for one of several values under a key. */
final class AttributeCondition {

  /*
   * Attributes with maps as values came with https://github.com/open-telemetry/opentelemetry-java/pull/7973; an older
   * SDK has neither the method nor such attributes.
   */
  private static final boolean HAS_VALUE_KEYS = hasValueKeys();

  private final Function<SpanData, String> field;
  private final List<AttributeKey<?>> keys;
  private final List<Glob> globs;

  private AttributeCondition(
      Function<SpanData, String> field, List<AttributeKey<?>> keys, List<Glob> globs) {
    this.field = field;
    this.keys = keys;
    this.globs = globs;
  }

  /**
   * A condition.
   *
   * @param key of an attribute of span or resource, or {@code span.name}, {@code span.kind}, {@code span.status}
   * @param patterns values, with {@code *} for any characters
   */
  static AttributeCondition of(String key, List<String> patterns) {
    return switch (key) {
      case "span.name" -> onField(SpanData::getName, patterns);
      case "span.kind" -> onField(span -> lower(span.getKind().name()), lower(patterns));
      case "span.status" ->
        onField(span -> lower(span.getStatus().getStatusCode().name()), lower(patterns));
      default -> new AttributeCondition(span -> "", everyTypeOf(key), globs(patterns));
    };
  }

  private static AttributeCondition onField(
      Function<SpanData, String> field, List<String> patterns) {
    return new AttributeCondition(field, List.of(), globs(patterns));
  }

  private static List<Glob> globs(List<String> patterns) {
    return patterns.stream().map(Glob::of).toList();
  }

  private static List<String> lower(List<String> texts) {
    return texts.stream().map(AttributeCondition::lower).toList();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** A rule names a key without its type; attributes are found by both. The likeliest type comes first. */
  private static List<AttributeKey<?>> everyTypeOf(String key) {
    List<AttributeKey<?>> keys = new ArrayList<>(List.of(
        AttributeKey.stringKey(key),
        AttributeKey.longKey(key),
        AttributeKey.booleanKey(key),
        AttributeKey.stringArrayKey(key),
        AttributeKey.doubleKey(key),
        AttributeKey.longArrayKey(key),
        AttributeKey.booleanArrayKey(key),
        AttributeKey.doubleArrayKey(key)));
    if (HAS_VALUE_KEYS) {
      keys.add(AttributeKey.valueKey(key));
    }
    return List.copyOf(keys);
  }

  private static boolean hasValueKeys() {
    try {
      AttributeKey.valueKey("probe");
      return true;
    } catch (NoSuchMethodError e) {
      return false;
    }
  }

  boolean holds(SpanData span) {
    if (keys.isEmpty()) {
      return matches(field.apply(span));
    }
    return matches(span.getAttributes()) || matches(span.getResource().getAttributes());
  }

  private boolean matches(Attributes attributes) {
    if (attributes.isEmpty()) {
      return false;
    }
    for (int i = 0; i < keys.size(); i++) {
      Object value = attributes.get(keys.get(i));
      if (value != null && matchesValue(value)) {
        return true;
      }
    }
    return false;
  }

  /** An array matches if one of its elements does. */
  private boolean matchesValue(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().anyMatch(element -> matches(String.valueOf(element)));
    }
    return matches(value instanceof Value<?> any ? any.asString() : String.valueOf(value));
  }

  private boolean matches(String text) {
    for (int i = 0; i < globs.size(); i++) {
      if (globs.get(i).matches(text)) {
        return true;
      }
    }
    return false;
  }
}
