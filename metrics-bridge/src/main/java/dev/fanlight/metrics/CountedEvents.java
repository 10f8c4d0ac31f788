/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

/**
 * Selection of the span events that are counted.
 *
 * @since 0.1.0
 */
public enum CountedEvents {
  /** Exceptions only, by type. */
  EXCEPTIONS,

  /** Each event, as in the Collector's {@code span_metrics} connector; exceptions have their type as a label. */
  ALL
}
