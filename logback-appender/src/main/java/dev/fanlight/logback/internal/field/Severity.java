/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import ch.qos.logback.classic.Level;
import dev.fanlight.logback.internal.json.Key;
import java.util.List;

/** The level in words or numbers other than logback's. */
sealed interface Severity extends Field {
  Key key();

  @Override
  default List<Key> keys() {
    return List.of(key());
  }

  /** OpenTelemetry's {@code SeverityNumber}: 1 TRACE, 5 DEBUG, 9 INFO, 13 WARN, 17 ERROR. */
  record OtelNumber(Key key) implements Severity {
    @Override
    public void write(Draft draft) {
      long number = switch (EventText.levelOf(draft.event()).toInt()) {
        case Level.TRACE_INT -> 1;
        case Level.DEBUG_INT -> 5;
        case Level.WARN_INT -> 13;
        case Level.ERROR_INT -> 17;
        default -> 9;
      };
      draft.line().key(key).number(number);
    }
  }

  /** Logback's own number, as logstash-logback-encoder writes it. */
  record LogbackNumber(Key key) implements Severity {
    @Override
    public void write(Draft draft) {
      draft.line().key(key).number(EventText.levelOf(draft.event()).toInt());
    }
  }

  /** The names of Google Cloud's {@code LogSeverity}. */
  record GoogleCloud(Key key) implements Severity {
    @Override
    public void write(Draft draft) {
      String name = switch (EventText.levelOf(draft.event()).toInt()) {
        case Level.TRACE_INT, Level.DEBUG_INT -> "DEBUG";
        case Level.WARN_INT -> "WARNING";
        case Level.ERROR_INT -> "ERROR";
        default -> "INFO";
      };
      draft.line().key(key).string(name);
    }
  }
}
