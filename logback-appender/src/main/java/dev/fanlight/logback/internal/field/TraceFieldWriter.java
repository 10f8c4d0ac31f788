/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import dev.fanlight.logback.internal.event.EventTrace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The trace fields of one or more profiles, for encoders of other libraries. Any thread. */
public final class TraceFieldWriter {
  private final Map<String, TraceField> parts = new LinkedHashMap<>();

  public TraceFieldWriter(List<LogProfile> profiles, ServiceIdentity service) {
    for (LogProfile profile : profiles) {
      for (LogField field : profile.fields().trace().apply(service)) {
        if (field instanceof TraceField part) {
          parts.putIfAbsent(part.key().name(), part);
        }
      }
    }
  }

  /** Calls the consumer with each name and its value, a string or a boolean. */
  public void forEach(EventTrace trace, BiConsumer<String, Object> consumer) {
    parts.forEach((name, part) -> {
      Object value = part.part().apply(trace);
      if (value != null) {
        consumer.accept(name, value);
      }
    });
  }
}
