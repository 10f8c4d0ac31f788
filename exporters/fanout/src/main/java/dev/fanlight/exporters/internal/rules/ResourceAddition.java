/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.rules;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adds attributes to the resource, after another edit. Confined to one thread. */
final class ResourceAddition implements SpanEdit {

  /*
   * An added attribute replaces an existing one: a key that routes (a project, an application) must have the value of
   * the file, and not the value of a resource detector. No rule is applied to it: it comes from the file and not from
   * the spans.
   */
  private final Map<String, String> added;
  private final @Nullable SpanEdit before;

  /**
   * An addition.
   *
   * @param added attribute keys to values
   * @param before done first, to all that spans say, or null
   */
  ResourceAddition(Map<String, String> added, @Nullable SpanEdit before) {
    this.added = added;
    this.before = before;
  }

  @Override
  public Attributes resource(Attributes attributes) {
    Attributes edited = before == null ? attributes : before.resource(attributes);
    AttributesBuilder builder = Attributes.builder();
    edited.forEach((key, value) -> {
      if (!added.containsKey(
          key.getKey())) { // of any type: two attributes of one name make a vendor choose
        ValueStrings.put(builder, key, value);
      }
    });
    added.forEach(builder::put);
    return builder.build();
  }

  @Override
  public Attributes attributes(Attributes attributes) {
    return before == null ? attributes : before.attributes(attributes);
  }

  @Override
  public String text(String text) {
    return before == null ? text : before.text(text);
  }
}
