/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.fanlight.logback.internal.json.FieldKey;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A string of the event; not written if it is null. */
record EventTextField(FieldKey key, Function<ILoggingEvent, @Nullable String> text)
    implements LogField {
  static LogField logger(FieldKey key) {
    return new EventTextField(key, ILoggingEvent::getLoggerName);
  }

  static LogField thread(FieldKey key) {
    return new EventTextField(key, EventTextField::threadName);
  }

  static LogField message(FieldKey key) {
    return new MessageField(key);
  }

  static LogField level(FieldKey key) {
    return new EventTextField(key, event -> levelOf(event).toString());
  }

  /** Returns the level of an event; INFO if the event has none or throws. */
  static Level levelOf(ILoggingEvent event) {
    try {
      @Nullable Level level = event.getLevel();
      return level == null ? Level.INFO : level;
    } catch (RuntimeException ignored) { // an event of a foreign class without a level
      return Level.INFO;
    }
  }

  @Override
  public List<FieldKey> keys() {
    return List.of(key);
  }

  @Override
  public void write(LineBuffer buffer) {
    String value = text.apply(buffer.event());
    if (value != null) {
      buffer.line().key(key).string(value);
    }
  }

  /** Returns the thread name without the id that logback adds to unnamed threads, so that keyword fields stay bounded. */
  private static @Nullable String threadName(ILoggingEvent event) {
    @Nullable String name = event.getThreadName();
    if (name == null) {
      return null;
    }
    if (isNumbered(name, "virtual-")) {
      return "virtual";
    }
    return isNumbered(name, "unnamed-") ? "unnamed" : name;
  }

  private static boolean isNumbered(String name, String prefix) {
    if (!name.startsWith(prefix)) {
      return false;
    }
    // a loop and not a stream: runs for each line of a virtual thread
    for (int i = prefix.length(); i < name.length(); i++) {
      if (!Character.isDigit(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
