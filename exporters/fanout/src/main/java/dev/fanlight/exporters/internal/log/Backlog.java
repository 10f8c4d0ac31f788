/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log;

/**
 * The records that a reader has not settled, at one moment.
 *
 * @param bytes of the records, including records in flight; an estimate if they are on disk
 * @param limitInBytes the maximum number of bytes of all readers together
 * @param oldestEpochNanos time at which the oldest of them was appended; {@link Long#MAX_VALUE} if there is none
 */
public record Backlog(long bytes, long limitInBytes, long oldestEpochNanos) {

  /** The backlog of a reader that is not connected to a log yet. */
  public static final Backlog NONE = new Backlog(0, 0, Long.MAX_VALUE);
}
