/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.kafka;

/** The values of the key {@code key}: how spans are spread over partitions. */
enum RecordKey {
  /** Batches go to partitions in turn. */
  NONE,
  /** The spans of one trace go to one partition. */
  TRACE_ID
}
