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

/** Where each vendor that keeps the trace shows it. Lines of the request log have it among their own fields. */
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
  public void write(LineBuffer draft) {
    EventTrace trace = draft.trace();
    if (trace == null || isRequest(draft)) {
      return;
    }
    TraceLinkRegistry.process()
        .of(trace)
        .forEach((vendor, url) -> draft.line().key(keys.of(vendor)).string(url));
  }

  private static boolean isRequest(LineBuffer draft) {
    TraceMarker marker = TraceMarker.on(draft.event());
    return marker != null && !marker.fields().isEmpty();
  }
}
