/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import java.util.Map;

/** Environments that hold what a test says. */
final class Environments {
  static final LogEnvironment EMPTY = of(Map.of());

  private Environments() {}

  static LogEnvironment of(Map<String, String> variables) {
    return new LogEnvironment(name -> null, variables::get);
  }
}
