/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import ch.qos.logback.classic.Level;
import dev.fanlight.logback.internal.json.FieldKey;
import java.util.List;

/** The level in words or numbers other than logback's. */
sealed interface SeverityField extends LogField {
  FieldKey key();

  @Override
  default List<FieldKey> keys() {
    return List.of(key());
  }

  /** OpenTelemetry's {@code SeverityNumber}: 1 TRACE, 5 DEBUG, 9 INFO, 13 WARN, 17 ERROR. */
  record OtelNumber(FieldKey key) implements SeverityField {
    @Override
    public void write(LineBuffer draft) {
      long number = switch (EventTextField.levelOf(draft.event()).toInt()) {
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
  record LogbackNumber(FieldKey key) implements SeverityField {
    @Override
    public void write(LineBuffer draft) {
      draft.line().key(key).number(EventTextField.levelOf(draft.event()).toInt());
    }
  }

  /** The names of Google Cloud's {@code LogSeverity}. */
  record GoogleCloud(FieldKey key) implements SeverityField {
    @Override
    public void write(LineBuffer draft) {
      String name = switch (EventTextField.levelOf(draft.event()).toInt()) {
        case Level.TRACE_INT, Level.DEBUG_INT -> "DEBUG";
        case Level.WARN_INT -> "WARNING";
        case Level.ERROR_INT -> "ERROR";
        default -> "INFO";
      };
      draft.line().key(key).string(name);
    }
  }
}
