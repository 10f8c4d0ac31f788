/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the bridge tells the log, from warnings to hints. */
public final class Told extends Handler implements AutoCloseable {
  private final Logger logger;
  private final List<LogRecord> records = new CopyOnWriteArrayList<>();

  public Told() {
    this("dev.fanlight.metrics");
  }

  /** What the loggers below a name tell. */
  public Told(String name) {
    logger = Logger.getLogger(name);
    logger.addHandler(this);
  }

  public List<String> warnings() {
    return messages(Level.WARNING);
  }

  List<String> hints() {
    return messages(Level.INFO);
  }

  private List<String> messages(Level level) {
    return records.stream()
        .filter(told -> told.getLevel().equals(level))
        .map(LogRecord::getMessage)
        .toList();
  }

  @Override
  public void publish(LogRecord told) {
    records.add(told);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
  }
}
