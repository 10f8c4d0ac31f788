/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import dev.fanlight.logback.internal.event.TraceMarker;
import dev.fanlight.logback.internal.json.FieldKey;
import dev.fanlight.logback.internal.json.JsonLine;
import dev.fanlight.logback.internal.value.PlainValues;
import java.util.List;
import java.util.function.Function;

/** The fields that Fanlight itself puts on an event, such as the request log, by reserved names without a prefix. */
final class InternalFields implements LogField {
  private final BoundedCache<FieldKey> keys;

  InternalFields(Function<String, FieldKey> naming) {
    this.keys = new BoundedCache<>(naming);
  }

  @Override
  public List<FieldKey> keys() {
    return List.of();
  }

  @Override
  public void write(LineBuffer buffer) {
    TraceMarker marker = TraceMarker.on(buffer.event());
    if (marker == null) {
      return;
    }
    JsonLine line = buffer.line();
    marker.fields().forEach((name, value) -> {
      line.key(keys.of(name));
      JsonValueWriter.write(line, PlainValues.of(value));
    });
  }
}
