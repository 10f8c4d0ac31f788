/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.spi;

/**
 * A mapping of the file, read and checked against its declared keys; immutable.
 *
 * <p>All of its values have been read before a provider sees it: a wrong type, an unknown key and a missing required
 * key were reported with file, line and column, and the provider was not called.
 */
public interface ConfigNode {

  /**
   * Returns the value of a key, or its default if the file has none.
   *
   * @param key one of the keys that were declared for this mapping, the same object
   * @throws IllegalArgumentException if the key was not declared for this mapping
   */
  <T> T get(ConfigKey<T> key);

  /** Returns true if the file gives this key a value. */
  boolean has(ConfigKey<?> key);

  /**
   * Returns a value for messages and logs: references such as {@code ${NAME}} stand there by their names, because the
   * text that a reference yields may be a secret in the wrong place.
   *
   * @param key one of the keys that were declared for this mapping, the same object
   */
  default String shown(ConfigKey<?> key) {
    return String.valueOf(get(key));
  }

  /**
   * The exception to throw when a value turns out to be wrong after all; its message carries file, line and column.
   *
   * <pre>{@code
   * if (node.get(PORT) == 0) {
   *   throw node.refuse(PORT, "must not be 0 when host is public; name the port to listen on");
   * }
   * }</pre>
   *
   * @param key the key with the wrong value
   * @param message the error and its cure; it starts after the key's name and never holds a secret
   */
  IllegalArgumentException refuse(ConfigKey<?> key, String message);
}
