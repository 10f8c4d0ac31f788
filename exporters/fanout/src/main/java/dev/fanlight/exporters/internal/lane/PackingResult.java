/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.reason.DropReason;
import dev.fanlight.exporters.internal.reason.RejectReason;
import dev.fanlight.exporters.internal.send.EncodedRequest;

/** The result of packing a delivery's next request. */
sealed interface PackingResult {

  /**
   * The request is ready; its bytes are reserved in the log.
   *
   * @param request the first spans of the range, perhaps all of them
   * @param isCopy whether the body was made for this request, and is not the record's own
   */
  record Ready(EncodedRequest request, boolean isCopy) implements PackingResult {}

  /**
   * The records do not go into one request, or the log has no room to join them: each goes alone.
   *
   * @param messageRatio bytes of their messages for each compressed byte
   */
  record Apart(double messageRatio) implements PackingResult {}

  /** The log has no room for the copies now; it wakes the lane when room was made. */
  record NotNow() implements PackingResult {}

  /**
   * The request can never be made, because of the vendor's limit.
   *
   * @param reason as the ledger counts it
   */
  record Rejected(RejectReason reason) implements PackingResult {}

  /**
   * The request can never be made, because of the log's limit.
   *
   * @param reason as the ledger counts it
   * @param message one line for the log
   */
  record Dropped(DropReason reason, String message) implements PackingResult {}
}
