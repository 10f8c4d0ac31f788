/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.series;

import org.jspecify.annotations.Nullable;

/** Converts a value of a span to the value of a label. */
final class LabelText {
  private static final int MAX_LENGTH = 256;
  private static final int MAX_READ_LENGTH = 1_024; // bounds the work on the application's thread

  private LabelText() {}

  /** Returns at most 256 characters that UTF-8 can encode; null if there is no value or the text is empty. */
  static @Nullable String of(Dimension dimension, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    String text = dimension.text(value);
    if (text.length() > MAX_READ_LENGTH) {
      text = text.substring(0, MAX_READ_LENGTH);
    }
    text = LabelRedaction.of(dimension.key(), text);
    if (text.length() > MAX_LENGTH) {
      text = text.substring(0, MAX_LENGTH);
    }
    // otherwise two series could have the same labels once they are encoded as UTF-8
    text = AttributeText.wellFormed(text);
    return text.isEmpty() ? null : text; // to Prometheus, an empty label is an absent one
  }
}
