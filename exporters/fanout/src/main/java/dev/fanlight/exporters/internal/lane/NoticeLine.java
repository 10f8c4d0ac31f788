/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.lane.LineBudget.Priority;
import java.util.logging.Level;

/**
 * A line for the log about one vendor.
 *
 * @param message without the vendor's name
 */
record NoticeLine(Level level, Priority priority, String message) {

  static NoticeLine important(Level level, String message) {
    return new NoticeLine(level, Priority.IMPORTANT, message);
  }

  static NoticeLine ordinary(Level level, String message) {
    return new NoticeLine(level, Priority.ORDINARY, message);
  }

  /** Returns the line with a sentence behind it. */
  NoticeLine with(String sentence) {
    return new NoticeLine(level, priority, message + sentence);
  }
}
