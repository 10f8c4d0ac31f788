/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.fanlight.logback.internal.json.FieldKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The message with its arguments. The secrets that its arguments bring, by their keys, are hidden in it as well. */
record MessageField(FieldKey key) implements LogField {
  @Override
  public List<FieldKey> keys() {
    return List.of(key);
  }

  @Override
  public void write(LineBuffer draft) {
    String text = text(draft.event());
    if (text != null) {
      draft.line().key(key).string(draft.user().hideSecrets(draft.event(), text));
    }
  }

  /** The message with its arguments, else without them, for nothing says more about the event than its message. */
  private static @Nullable String text(ILoggingEvent event) {
    try {
      return event.getFormattedMessage();
    } catch (Throwable ignored) { // an argument's toString
      return event.getMessage();
    }
  }
}
