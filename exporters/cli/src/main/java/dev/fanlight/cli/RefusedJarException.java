/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

/** A jar that {@code fanlight agent} cannot use. */
final class RefusedJarException extends Exception {
  private static final long serialVersionUID = 1;

  private final String sentence;

  RefusedJarException(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  /** Returns the jar, the problem and the cure, in one sentence. */
  String sentence() {
    return sentence;
  }
}
