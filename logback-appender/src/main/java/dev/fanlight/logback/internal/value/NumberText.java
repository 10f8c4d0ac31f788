/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.value;

/**
 * A number that is written as text: JSON has no NaN and no infinity, and readers keep no more digits than a double has.
 *
 * @param text the number in decimal
 */
public record NumberText(String text) {
  @Override
  public String toString() {
    return text;
  }
}
