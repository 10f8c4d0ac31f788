/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.rules;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Keeps a vendor's limit on the length of attribute values. Confined to one thread. */
public final class ValueTruncation {

  private final Cut cut;

  /**
   * A limit.
   *
   * @param maxLength most characters (UTF-16 units) of a string value; at least 1
   */
  public ValueTruncation(int maxLength) {
    if (maxLength < 1) {
      throw new IllegalArgumentException("maxLength " + maxLength + " must be at least 1");
    }
    this.cut = new Cut(maxLength);
  }

  /**
   * The spans with no string value longer than the limit, in attributes of spans, events, links, resources and scopes;
   * spans without one are in the list as they are.
   */
  public List<SpanData> apply(List<SpanData> batch) {
    SpanEditor editor = new SpanEditor(cut);
    List<SpanData> edited = new ArrayList<>(batch.size());
    for (SpanData span : batch) {
      edited.add(editor.edit(span));
    }
    return edited;
  }

  /**
   * Returns the length of the longest string value of a batch, at every place that {@link #apply} would cut: one call
   * per batch is enough for any number of limits.
   */
  public static int longestValue(List<SpanData> batch) {
    Longest longest = new Longest();
    Attributes lastResource = Attributes.empty();
    Attributes lastScope = Attributes.empty();
    for (SpanData span : batch) {
      span.getAttributes().forEach(longest);
      List<EventData> events = span.getEvents();
      for (int i = 0; i < events.size(); i++) {
        events.get(i).getAttributes().forEach(longest);
      }
      List<LinkData> links = span.getLinks();
      for (int i = 0; i < links.size(); i++) {
        links.get(i).getAttributes().forEach(longest);
      }
      lastResource = longest.measureOnce(lastResource, span.getResource().getAttributes());
      lastScope =
          longest.measureOnce(lastScope, span.getInstrumentationScopeInfo().getAttributes());
    }
    return longest.length;
  }

  /** A single object for all attributes: measuring allocates no memory. */
  private static final class Longest implements BiConsumer<AttributeKey<?>, Object> {
    private int length;

    @SuppressWarnings("ReferenceEquality") // the same object was measured before
    Attributes measureOnce(Attributes before, Attributes now) {
      if (now != before) {
        now.forEach(this);
      }
      return now;
    }

    @Override
    public void accept(AttributeKey<?> key, Object value) {
      if (value instanceof String text) {
        length = Math.max(length, text.length());
      } else if (!(value instanceof Number || value instanceof Boolean)) {
        ValueStrings.edit(value, this::measured);
      }
    }

    private String measured(String text) {
      length = Math.max(length, text.length());
      return text;
    }
  }

  /** Cuts on the border of a code point. */
  private record Cut(int maxLength) implements SpanEdit {

    @Override
    public String text(String text) {
      return text; // names and descriptions are no attributes
    }

    @Override
    public Attributes attributes(Attributes attributes) {
      Longest longest = new Longest();
      attributes.forEach(longest);
      return longest.length > maxLength ? copy(attributes) : attributes;
    }

    private Attributes copy(Attributes attributes) {
      AttributesBuilder builder = Attributes.builder();
      attributes.forEach(
          (key, value) -> ValueStrings.put(builder, key, ValueStrings.edit(value, this::cut)));
      return builder.build();
    }

    private String cut(String text) {
      if (text.length() <= maxLength) {
        return text;
      }
      boolean splitsPair = Character.isHighSurrogate(text.charAt(maxLength - 1))
          && Character.isLowSurrogate(text.charAt(maxLength));
      return text.substring(0, splitsPair ? maxLength - 1 : maxLength);
    }
  }
}
