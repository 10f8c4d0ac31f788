/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.spi;

/** A mapping that the file does not have: every key has its default. */
enum AbsentNode implements ConfigNode {
  INSTANCE;

  @Override
  public <T> T get(ConfigKey<T> key) {
    return key.resolve(null);
  }

  @Override
  public boolean has(ConfigKey<?> key) {
    return false;
  }

  @Override
  public IllegalArgumentException refuse(ConfigKey<?> key, String message) {
    return new IllegalArgumentException(key + ": " + message);
  }
}
