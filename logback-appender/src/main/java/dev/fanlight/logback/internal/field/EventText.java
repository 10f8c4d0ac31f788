/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.fanlight.logback.internal.json.Key;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A string that the event itself holds; left out where it is null. */
record EventText(Key key, Function<ILoggingEvent, @Nullable String> text) implements Field {
  static Field logger(Key key) {
    return new EventText(key, ILoggingEvent::getLoggerName);
  }

  static Field thread(Key key) {
    return new EventText(key, EventText::threadName);
  }

  static Field message(Key key) {
    return new Message(key);
  }

  static Field level(Key key) {
    return new EventText(key, event -> levelOf(event).toString());
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
  public List<Key> keys() {
    return List.of(key);
  }

  @Override
  public void write(Draft draft) {
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
