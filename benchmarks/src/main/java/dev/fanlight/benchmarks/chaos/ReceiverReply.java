/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

/**
 * What a receiver does with one request, in words of HTTP.
 *
 * @param request number of the request in this process
 * @param status 200, or the status of a refusal
 * @param retryAfterSeconds 0 for none
 * @param rejected spans that a partial success takes back
 * @param ending how the answer goes out
 */
record ReceiverReply(long request, int status, int retryAfterSeconds, int rejected, Ending ending) {

  /** How an answer ends. */
  enum Ending {
    /** The answer goes out whole. */
    WHOLE,
    /** The connection is closed in place of an answer. */
    LOST,
    /** The connection is closed in the middle of the answer. */
    CUT
  }
}
