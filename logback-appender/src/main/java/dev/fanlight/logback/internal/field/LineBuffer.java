/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.fanlight.logback.internal.event.EventTrace;
import dev.fanlight.logback.internal.json.JsonLine;
import org.jspecify.annotations.Nullable;

/** The buffer of one line: the event, its trace, and the JSON written so far. Confined to one thread at a time. */
final class LineBuffer {
  private final JsonLine line;
  private final UserEntries user;
  private @Nullable ILoggingEvent event;
  private @Nullable EventTrace trace;

  LineBuffer(JsonLine line, UserEntries user) {
    this.line = line;
    this.user = user;
  }

  void begin(ILoggingEvent event, @Nullable EventTrace trace) {
    this.event = event;
    this.trace = trace;
    line.begin();
  }

  /** Releases the references to the event. */
  void end() {
    event = null;
    trace = null;
    user.clear();
  }

  JsonLine line() {
    return line;
  }

  UserEntries user() {
    return user;
  }

  ILoggingEvent event() {
    if (event == null) {
      throw new IllegalStateException("a line buffer has an event only between begin and end");
    }
    return event;
  }

  @Nullable EventTrace trace() {
    return trace;
  }
}
