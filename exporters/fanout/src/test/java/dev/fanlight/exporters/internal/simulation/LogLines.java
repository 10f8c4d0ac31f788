/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** The lines that one simulation logs. */
final class LogLines extends Handler implements AutoCloseable {

  private static final Logger LOGGER = Logger.getLogger("dev.fanlight.exporters");

  private final SimulatedThreads threads;
  private final SimpleFormatter formatter = new SimpleFormatter();
  private final List<Line> lines = new ArrayList<>();

  /** One line, and when it was logged. */
  record Line(long nanos, String text) {}

  private LogLines(SimulatedThreads threads) {
    this.threads = threads;
  }

  static LogLines of(SimulatedThreads threads) {
    LogLines lines = new LogLines(threads);
    lines.setLevel(Level.ALL);
    LOGGER.addHandler(lines);
    LOGGER.setUseParentHandlers(false);
    return lines;
  }

  /** Returns the lines from a moment on. */
  LogLines since(long nanos) {
    LogLines later = new LogLines(threads);
    lines.stream().filter(line -> line.nanos() >= nanos).forEach(later.lines::add);
    return later;
  }

  List<Line> lines() {
    return lines;
  }

  /** Returns the moments of the lines about a vendor. */
  List<Long> about(String vendor) {
    List<Long> moments = new ArrayList<>();
    for (Line line : lines) {
      if (line.text().contains("vendor \"" + vendor + "\"")) {
        moments.add(line.nanos());
      }
    }
    return moments;
  }

  @Override
  public void publish(LogRecord record) {
    if (Thread.currentThread() instanceof SimulatedThread thread
        && thread.threads() == threads
        && !thread.isKilled) {
      lines.add(new Line(threads.nanos(), formatter.formatMessage(record)));
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    LOGGER.removeHandler(this);
    LOGGER.setUseParentHandlers(true);
  }
}
