/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.series;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

/** A dimension of a resource attribute. Any thread. */
final class ResourceAttribute implements Dimension {
  /*
   * A process has one resource or a few. The last value is cached with its resource, so that a read usually costs one
   * comparison of references.
   */
  private final String label;
  private final TypedKeys[] keys;
  private volatile Known known = new Known(Resource.empty(), null);

  ResourceAttribute(String label, TypedKeys[] keys) {
    this.label = label;
    this.keys = keys;
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public String source() {
    return "resource attribute \"" + keys[0].name() + "\"";
  }

  @Override
  public String key() {
    return keys[0].name();
  }

  @Override
  public @Nullable Object read(SpanData span, Attributes event) {
    Resource resource = span.getResource();
    Known last = known;
    if (last.resource != resource) {
      last = new Known(resource, TypedKeys.first(keys, resource.getAttributes()));
      known = last;
    }
    return last.value;
  }

  @Override
  public String text(Object value) {
    return AttributeText.of(value);
  }

  @Override
  public boolean isClosed() {
    return true;
  }

  private record Known(Resource resource, @Nullable Object value) {}
}
