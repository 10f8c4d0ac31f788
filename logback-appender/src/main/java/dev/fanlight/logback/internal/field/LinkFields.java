/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import dev.fanlight.logback.internal.event.Trace;
import dev.fanlight.logback.internal.event.TraceLinks;
import dev.fanlight.logback.internal.event.TraceMarker;
import dev.fanlight.logback.internal.json.Key;
import java.util.List;
import java.util.function.Function;

/** Where each vendor that keeps the trace shows it. Lines of the request log have it among their own fields. */
final class LinkFields implements Field {
  private final Memo<Key> keys;

  LinkFields(Function<String, Key> naming) {
    this.keys = new Memo<>(vendor -> naming.apply(TraceLinks.field(vendor)));
  }

  @Override
  public List<Key> keys() {
    return List.of();
  }

  @Override
  public void write(Draft draft) {
    Trace trace = draft.trace();
    if (trace == null || isRequest(draft)) {
      return;
    }
    TraceLinks.process()
        .of(trace)
        .forEach((vendor, url) -> draft.line().key(keys.of(vendor)).string(url));
  }

  private static boolean isRequest(Draft draft) {
    TraceMarker marker = TraceMarker.on(draft.event());
    return marker != null && !marker.fields().isEmpty();
  }
}
