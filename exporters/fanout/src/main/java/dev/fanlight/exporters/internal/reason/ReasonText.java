/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.reason;

import com.google.errorprone.annotations.Immutable;
import java.util.Locale;

/**
 * The code of a reason, and the sentences of the documentation about it, in Markdown.
 *
 * @param code name in the ledger and in metrics, for example {@code buffer_full}
 * @param cause of the outcome
 * @param cure the action that prevents the outcome
 */
@Immutable
public record ReasonText(String code, String cause, String cure) {

  /** Returns the text of a constant; its name in lower case is the code. */
  static ReasonText of(Enum<?> reason, String cause, String cure) {
    return new ReasonText(reason.name().toLowerCase(Locale.ROOT), cause, cure);
  }
}
