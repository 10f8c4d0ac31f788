/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.spi;

import java.time.Duration;

/**
 * The outcome of one attempt of a {@link VendorSender}. A message is one line for the log, without data of spans and
 * without credentials; it may be empty. A reason is one word in snake_case, at most 40 characters, for counts and metrics.
 */
public sealed interface SendOutcome {

  /** The vendor holds the whole batch, as safely as it holds any. */
  record Delivered() implements SendOutcome {}

  /**
   * The vendor refuses the batch for good. Fanlight sends it in parts to find the spans that are refused.
   *
   * @param reason counts the spans in the ledger as rejected
   * @param message the vendor's words
   */
  record Rejected(String reason, String message) implements SendOutcome {}

  /**
   * The batch is larger than the vendor takes. Fanlight cuts it; a single span is rejected as {@code too_large}.
   *
   * @param message the limit
   */
  record TooLarge(String message) implements SendOutcome {}

  /**
   * The batch was not delivered, as far as is known, and is sent again later.
   *
   * @param obstacle decides on the delay
   * @param reason for the state of the vendor
   * @param after minimum delay that the vendor asks for; zero if it asks for none
   * @param mayHaveArrived whether the vendor may hold the batch, so that the next attempt may make duplicates
   * @param message the cause
   */
  record Retryable(
      Obstacle obstacle, String reason, Duration after, boolean mayHaveArrived, String message)
      implements SendOutcome {}

  /** The obstacles of an attempt. */
  enum Obstacle {
    /** No receiver was reached. */
    UNREACHABLE,
    /** A defect of the client, the vendor, or the network; perhaps caused by this batch. */
    FAILURE,
    /** The vendor takes no more at the moment, of any batch. */
    BUSY,
    /** The vendor refuses the credentials or the permission; retried slowly. */
    UNAUTHORISED,
    /** The quota is used up; retried slowly. */
    QUOTA
  }
}
