/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import dev.fanlight.logback.internal.event.TraceMarker;
import dev.fanlight.logback.internal.json.JsonLine;
import dev.fanlight.logback.internal.json.Key;
import dev.fanlight.logback.internal.value.Values;
import java.util.List;
import java.util.function.Function;

/** What our own code says about an event, as the request log does, by names that need no prefix. */
final class WideFields implements Field {
  private final Memo<Key> keys;

  WideFields(Function<String, Key> naming) {
    this.keys = new Memo<>(naming);
  }

  @Override
  public List<Key> keys() {
    return List.of();
  }

  @Override
  public void write(Draft draft) {
    TraceMarker marker = TraceMarker.on(draft.event());
    if (marker == null) {
      return;
    }
    JsonLine line = draft.line();
    marker.fields().forEach((name, value) -> {
      line.key(keys.of(name));
      JsonTree.write(line, Values.of(value));
    });
  }
}
