/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

import dev.fanlight.exporters.internal.log.BatchLog;
import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.testing.ForwardingLog;

/** A log of which the largest size is remembered. */
final class WatchedLog extends ForwardingLog {

  private long largest;

  WatchedLog(BatchLog log) {
    super(log);
  }

  @Override
  public void append(BatchRecord batch) {
    super.append(batch);
    look();
  }

  void look() {
    largest = Math.max(largest, sizeInBytes());
  }

  long largest() {
    return largest;
  }
}
