/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.series;

import dev.fanlight.exporters.internal.redaction.SecretAttributes;
import dev.fanlight.exporters.internal.redaction.SecretNames;
import java.util.function.BinaryOperator;

/** Applies the exporters' built-in redaction to label values; returns them unchanged if fanlight-exporters is not on the class path. */
final class LabelRedaction {
  private static final BinaryOperator<String> REDACTION = redaction();

  private LabelRedaction() {}

  private static BinaryOperator<String> redaction() {
    try {
      return new SecretAttributes(SecretNames.ALL)::value;
    } catch (LinkageError ignored) { // the bridge works without the exporters
      return (key, text) -> text;
    }
  }

  /** Returns the redacted text, as vendors get it; {@code key} is the key of the attribute, or empty. */
  static String of(String key, String text) {
    return REDACTION.apply(key, text);
  }
}
