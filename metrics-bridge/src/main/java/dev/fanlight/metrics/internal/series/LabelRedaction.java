/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.series;

import dev.fanlight.exporters.internal.redaction.SecretAttributes;
import dev.fanlight.exporters.internal.redaction.SecretNames;
import java.util.function.BinaryOperator;

/** The built-in redaction of the exporters for labels; without fanlight-exporters on the class path there is none. */
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

  /** The text as vendors see it; {@code key} is the attribute's, or empty. */
  static String of(String key, String text) {
    return REDACTION.apply(key, text);
  }
}
