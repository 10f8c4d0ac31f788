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

/** A string that the event itself holds; left out where it is null. */
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

  /** The level of an event; INFO if it has none to tell. */
  static Level levelOf(ILoggingEvent event) {
    try {
      @Nullable Level level = event.getLevel();
      return level == null ? Level.INFO : level;
    } catch (RuntimeException ignored) { // an event of a class that does not know it
      return Level.INFO;
    }
  }

  @Override
  public List<FieldKey> keys() {
    return List.of(key);
  }

  @Override
  public void write(LineBuffer draft) {
    String value = text.apply(draft.event());
    if (value != null) {
      draft.line().key(key).string(value);
    }
  }

  /** All threads that logback names by their id are one of a kind, or each would be a new keyword for ever. */
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
    // no stream: each line of a virtual thread comes here
    for (int i = prefix.length(); i < name.length(); i++) {
      if (!Character.isDigit(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
