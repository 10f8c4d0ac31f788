/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.fanlight.logback.internal.json.FieldKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The message with its arguments. Secrets of the arguments, known by their keys, are masked in the message too. */
record MessageField(FieldKey key) implements LogField {
  @Override
  public List<FieldKey> keys() {
    return List.of(key);
  }

  @Override
  public void write(LineBuffer buffer) {
    String text = text(buffer.event());
    if (text != null) {
      buffer.line().key(key).string(buffer.user().hideSecrets(buffer.event(), text));
    }
  }

  /** Returns the formatted message, or the message without arguments if formatting fails. */
  private static @Nullable String text(ILoggingEvent event) {
    try {
      return event.getFormattedMessage();
    } catch (Throwable ignored) { // thrown by an argument's toString
      return event.getMessage();
    }
  }
}
