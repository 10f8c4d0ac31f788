/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.value;

/**
 * A number that is written as text, because JSON has no NaN and no infinity, or because readers keep only the digits of a
 * double.
 *
 * @param text the number in decimal
 */
public record NumberText(String text) {
  @Override
  public String toString() {
    return text;
  }
}
