/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.text;

import org.jspecify.annotations.Nullable;

/** The view of an exception that a log handler prints: class, cleaned message, stack trace, causes. */
final class LoggedThrowable extends Throwable {

  private static final long serialVersionUID = 1L;

  private final String description;

  LoggedThrowable(Throwable e, int maxCauses) {
    super(ForeignText.message(e), cause(e, maxCauses), false, true);
    this.description = ForeignText.described(e);
    setStackTrace(e.getStackTrace());
  }

  private static @Nullable Throwable cause(Throwable e, int maxCauses) {
    Throwable cause = e.getCause();
    return cause == null || maxCauses == 0 ? null : new LoggedThrowable(cause, maxCauses - 1);
  }

  @Override
  @SuppressWarnings("OverrideThrowableToString") // it names the class of the original
  public String toString() {
    return description;
  }
}
