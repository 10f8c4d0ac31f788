/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.reason;

/** The reason of an outcome, as the ledger, the metrics, the log and the documentation name it. */
public interface Reason {

  /** Returns the code with the sentences of the documentation. */
  ReasonText text();

  /** Returns the name in the ledger and in metrics, for example {@code buffer_full}. */
  default String code() {
    return text().code();
  }
}
