/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import dev.fanlight.logback.internal.event.EventTrace;
import dev.fanlight.logback.internal.event.TraceLinkRegistry;
import dev.fanlight.logback.internal.event.TraceMarker;
import dev.fanlight.logback.internal.json.FieldKey;
import java.util.List;
import java.util.function.Function;

/** The URLs of the trace at the vendors that keep it. Request lines contain the URLs among their own fields. */
final class LinkFields implements LogField {
  private final BoundedCache<FieldKey> keys;

  LinkFields(Function<String, FieldKey> naming) {
    this.keys = new BoundedCache<>(vendor -> naming.apply(TraceLinkRegistry.field(vendor)));
  }

  @Override
  public List<FieldKey> keys() {
    return List.of();
  }

  @Override
  public void write(LineBuffer buffer) {
    EventTrace trace = buffer.trace();
    if (trace == null || isRequest(buffer)) {
      return;
    }
    TraceLinkRegistry.process()
        .of(trace)
        .forEach((vendor, url) -> buffer.line().key(keys.of(vendor)).string(url));
  }

  private static boolean isRequest(LineBuffer buffer) {
    TraceMarker marker = TraceMarker.on(buffer.event());
    return marker != null && !marker.fields().isEmpty();
  }
}
