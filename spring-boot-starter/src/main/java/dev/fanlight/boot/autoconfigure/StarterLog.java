/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.boot.autoconfigure;

import java.util.logging.Level;
import java.util.logging.Logger;

/** The log lines of the starter. */
final class StarterLog {

  /* As the other modules do, through java.util.logging, which Spring Boot brings to its own log. */
  private static final Logger LOGGER = Logger.getLogger("dev.fanlight.boot");

  private StarterLog() {}

  static void info(String line) {
    LOGGER.log(Level.INFO, line);
  }

  static void warn(String line) {
    LOGGER.log(Level.WARNING, line);
  }

  static void error(String line) {
    LOGGER.log(Level.SEVERE, line);
  }
}
