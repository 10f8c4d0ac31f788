/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.text;

import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The door to {@code java.util.logging}. A handler or filter of the application that throws costs its message: neither
 * a start, nor a reload, nor a thread of Fanlight. Any thread; never throws.
 */
public final class MessageLogger {

  private final Logger logger;

  private MessageLogger(Logger logger) {
    this.logger = logger;
  }

  /** Returns the door to the logger of this name. */
  public static MessageLogger of(String name) {
    return new MessageLogger(Logger.getLogger(name));
  }

  /** Logs a message. */
  public void log(Level level, String message) {
    write(level, null, message);
  }

  /** Logs a message that is made only if it is to be logged. */
  public void log(Level level, Supplier<String> message) {
    if (logger.isLoggable(level)) {
      write(level, null, message.get());
    }
  }

  /**
   * Logs a message and an exception.
   *
   * @param thrown as {@link ForeignText#loggable} returned it
   */
  public void log(Level level, Throwable thrown, Supplier<String> message) {
    if (logger.isLoggable(level)) {
      write(level, thrown, message.get());
    }
  }

  private void write(Level level, @Nullable Throwable thrown, String message) {
    try {
      LogRecord record = new LogRecord(level, message);
      record.setLoggerName(logger.getName());
      record.setSourceClassName(logger.getName());
      record.setThrown(thrown);
      logger.log(record);
    } catch (Throwable ignored) {
      // of a handler or a filter of the application, or lack of memory: only a message is lost
    }
  }
}
