/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import ch.qos.logback.classic.Level;
import dev.fanlight.logback.internal.json.FieldKey;
import java.util.List;

/** The level as a number, or by the names of Google Cloud. */
sealed interface SeverityField extends LogField {
  FieldKey key();

  @Override
  default List<FieldKey> keys() {
    return List.of(key());
  }

  /** The {@code SeverityNumber} of OpenTelemetry: 1 TRACE, 5 DEBUG, 9 INFO, 13 WARN, 17 ERROR. */
  record OtelNumber(FieldKey key) implements SeverityField {
    @Override
    public void write(LineBuffer buffer) {
      long number = switch (EventTextField.levelOf(buffer.event()).toInt()) {
        case Level.TRACE_INT -> 1;
        case Level.DEBUG_INT -> 5;
        case Level.WARN_INT -> 13;
        case Level.ERROR_INT -> 17;
        default -> 9;
      };
      buffer.line().key(key).number(number);
    }
  }

  /** The number of logback's level, as logstash-logback-encoder writes it. */
  record LogbackNumber(FieldKey key) implements SeverityField {
    @Override
    public void write(LineBuffer buffer) {
      buffer.line().key(key).number(EventTextField.levelOf(buffer.event()).toInt());
    }
  }

  /** The names of Google Cloud's {@code LogSeverity}. */
  record GoogleCloud(FieldKey key) implements SeverityField {
    @Override
    public void write(LineBuffer buffer) {
      String name = switch (EventTextField.levelOf(buffer.event()).toInt()) {
        case Level.TRACE_INT, Level.DEBUG_INT -> "DEBUG";
        case Level.WARN_INT -> "WARNING";
        case Level.ERROR_INT -> "ERROR";
        default -> "INFO";
      };
      buffer.line().key(key).string(name);
    }
  }
}
