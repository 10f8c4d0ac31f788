/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.series;

import org.jspecify.annotations.Nullable;

/** Makes a span's value fit to be the value of a label. */
final class LabelText {
  private static final int LONGEST = 256;
  private static final int LONGEST_READ = 1_024; // on the application's thread

  private LabelText() {}

  /** At most 256 characters that UTF-8 can carry; null for what Prometheus takes for no value. */
  static @Nullable String of(Dimension dimension, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    String text = dimension.text(value);
    if (text.length() > LONGEST_READ) {
      text = text.substring(0, LONGEST_READ);
    }
    text = LabelRedaction.of(dimension.key(), text);
    if (text.length() > LONGEST) {
      text = text.substring(0, LONGEST);
    }
    // what UTF-8 cannot carry would make two series look the same at Prometheus
    text = AttributeText.wellFormed(text);
    return text.isEmpty() ? null : text; // to Prometheus, an empty label is an absent one
  }
}
