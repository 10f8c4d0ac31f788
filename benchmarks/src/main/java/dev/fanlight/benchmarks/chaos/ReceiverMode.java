/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

/** The treatment of the next requests by a receiver. */
enum ReceiverMode {
  /** Takes all spans. */
  OK,
  /** 503 without Retry-After; takes no span. */
  UNAVAILABLE,
  /** 503 (429 every other time) with Retry-After: 1; takes no span. */
  RETRY_AFTER,
  /** 401 for every key; takes no span. */
  UNAUTHORISED,
  /** 400 for a request with a span of a number that is a multiple of {@link ReceiverPolicy#POISON}. */
  POISON,
  /** Partial success: takes all but the first three spans. */
  PARTIAL,
  /** Neither takes nor answers a request until the mode changes. */
  HANG,
  /** Takes the spans and answers after a second and a half. */
  SLOW,
  /** Takes the spans and closes the connection without an answer. */
  LOSE,
  /** Takes the spans and closes the connection in the middle of the answer. */
  CUT
}
