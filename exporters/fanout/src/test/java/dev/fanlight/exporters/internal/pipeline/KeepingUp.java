/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Whether the log says that what it is given is written at once; it says so when it is not, and when it is again. */
final class KeepingUp extends Handler {

  private static final Logger LOGGER = Logger.getLogger("dev.fanlight.exporters");

  private volatile boolean isBehind;

  /** Listens from now on. */
  static KeepingUp listen() {
    KeepingUp listener = new KeepingUp();
    LOGGER.addHandler(listener);
    return listener;
  }

  boolean isBehind() {
    return isBehind;
  }

  @Override
  public void publish(LogRecord record) {
    String message = record.getMessage();
    if (message.contains("is slow") || message.contains("cannot be written")) {
      isBehind = true;
    } else if (message.contains("is written again")) {
      isBehind = false;
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    LOGGER.removeHandler(this);
  }
}
