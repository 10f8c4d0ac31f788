/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

/** The state of a request head after more bytes have arrived. */
sealed interface ReadResult permits ScrapeRequest, ReadResult.Incomplete, ReadResult.Invalid {
  /** More bytes are needed. */
  record Incomplete() implements ReadResult {}

  /**
   * The bytes are not a valid request.
   *
   * @param status status of the answer
   * @param text text of the answer; empty if the peer does not speak HTTP
   */
  record Invalid(int status, String text) implements ReadResult {}
}
