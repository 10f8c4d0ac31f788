/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

/** How a receiver treats the next requests. */
enum ReceiverMode {
  /** Takes all spans. */
  OK,
  /** 503 without Retry-After; takes nothing. */
  UNAVAILABLE,
  /** 503 (429 every other time) with Retry-After: 1; takes nothing. */
  RETRY_AFTER,
  /** 401 for every key; takes nothing. */
  UNAUTHORISED,
  /** 400 for a request with a span whose number is a multiple of {@link ReceiverPolicy#POISON}. */
  POISON,
  /** Partial success: takes all but the first three spans. */
  PARTIAL,
  /** Takes no request and answers none until the mode changes. */
  HANG,
  /** Takes the spans and answers after a second and a half. */
  SLOW,
  /** Takes the spans and closes the connection without an answer. */
  LOSE,
  /** Takes the spans and closes the connection in the middle of the answer. */
  CUT
}
