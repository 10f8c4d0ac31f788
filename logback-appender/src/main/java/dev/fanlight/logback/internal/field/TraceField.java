/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import dev.fanlight.logback.internal.event.EventTrace;
import dev.fanlight.logback.internal.json.FieldKey;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A field with one part of the trace; not written if the event has no trace or the trace has no such part.
 *
 * @param part returns the part, a {@link String} or a {@link Boolean}, or null
 */
record TraceField(FieldKey key, Function<EventTrace, @Nullable Object> part) implements LogField {
  @Override
  public List<FieldKey> keys() {
    return List.of(key);
  }

  @Override
  public void write(LineBuffer buffer) {
    EventTrace trace = buffer.trace();
    Object value = trace == null ? null : part.apply(trace);
    if (value instanceof String text) {
      buffer.line().key(key).string(text);
    } else if (value instanceof Boolean flag) {
      buffer.line().key(key).bool(flag);
    }
  }
}
