/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.send;

import java.time.Duration;

/** The outcome of one attempt. */
public sealed interface Outcome {

  /**
   * The vendor took the request.
   *
   * @param refused spans that it took back in a partial success
   * @param message its reason, perhaps empty; with no span taken back, a warning
   */
  record Delivered(long refused, String message) implements Outcome {}

  /**
   * The vendor refuses these bytes for good.
   *
   * @param reason as the ledger counts it
   * @param message one line for the log
   */
  record Rejected(String reason, String message) implements Outcome {}

  /**
   * No receiver stands at the endpoint's path: for good, or for as long as a rollout takes. {@link NotFoundPolicy} makes
   * a rejection of it, or a retry.
   *
   * @param reason as the ledger counts it
   * @param message one line for the log
   */
  record NotFound(String reason, String message) implements Outcome {}

  /**
   * The request is larger than the vendor takes.
   *
   * @param message one line for the log
   */
  record TooLarge(String message) implements Outcome {}

  /**
   * Not now.
   *
   * @param kind the obstacle
   * @param reason one word, as in {@code http_503} or {@code timeout}
   * @param after how long the vendor asks to wait; zero where it does not say
   * @param mayHaveArrived whether the request was sent in full, so that the vendor may hold it
   * @param message one line for the log
   */
  record Later(Kind kind, String reason, Duration after, boolean mayHaveArrived, String message)
      implements Outcome {}

  /** The obstacles of a request. */
  enum Kind {
    /** The peer gave up an idle connection as we used it: tried again at once, and no sign of trouble. */
    STALE,
    /** No receiver was reached that could have taken the batch. */
    UNREACHABLE,
    /** A defect here, at the vendor, or between. Might be this very batch. */
    FAILURE,
    /** The vendor says that it is busy (429, 503): the batch is not the cause. */
    BUSY,
    /** The vendor refuses the credentials (401). */
    UNAUTHORISED,
    /** The vendor refuses the credentials, or a gateway before it this very batch (403): other batches show which. */
    FORBIDDEN,
    /** The vendor says that the quota is used up. */
    QUOTA;

    /** Returns true if the answer is about the credentials, as far as it says. */
    public boolean isAboutCredentials() {
      return this == UNAUTHORISED || this == FORBIDDEN;
    }
  }
}
