/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

/**
 * The reply of a receiver to one request, in terms of HTTP.
 *
 * @param request number of the request in this process
 * @param status 200, or the status of a refusal
 * @param retryAfterSeconds 0 for no {@code Retry-After}
 * @param rejected spans that a partial success takes back
 * @param ending how the answer goes out
 */
record ReceiverReply(long request, int status, int retryAfterSeconds, int rejected, Ending ending) {

  /** The end of an answer. */
  enum Ending {
    /** The answer goes out whole. */
    WHOLE,
    /** The connection is closed in place of an answer. */
    LOST,
    /** The connection is closed in the middle of the answer. */
    CUT
  }
}
