/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What a logger was told, as lines of the form {@code LEVEL message}. */
public final class CapturedLog extends Handler implements AutoCloseable {

  private final SimpleFormatter formatter = new SimpleFormatter();
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private final Logger logger;

  private CapturedLog(Logger logger) {
    this.logger = logger;
    setLevel(Level.ALL);
    logger.addHandler(this);
  }

  /** Listens to a logger until {@link #close}. */
  public static CapturedLog of(Logger logger) {
    return new CapturedLog(logger);
  }

  /** A logger of its own that prints nowhere. */
  public static CapturedLog ofPrivateLogger() {
    Logger logger = Logger.getAnonymousLogger();
    logger.setUseParentHandlers(false);
    return new CapturedLog(logger);
  }

  /** The logger that is listened to. */
  public Logger logger() {
    return logger;
  }

  /** Every line so far. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void publish(LogRecord record) {
    lines.add(record.getLevel() + " " + formatter.formatMessage(record));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
  }
}
