/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.log.BatchLog;
import dev.fanlight.exporters.internal.reason.DropReason;
import org.jspecify.annotations.Nullable;

/**
 * The listener of a lane at its log: losses, and new records. Any thread, and also before the lane is whole, since the log
 * may call it as soon as the reader exists; no sender thread waits then that could be woken.
 */
final class LaneLogListener implements BatchLog.Losses, Runnable {

  private final LaneLog notices;
  private volatile @Nullable DeliverySettlement settlement;
  private volatile @Nullable SenderThreads senders;

  LaneLogListener(LaneLog notices) {
    this.notices = notices;
  }

  /** The lane is whole. */
  void reach(DeliverySettlement newSettlement, SenderThreads newSenders) {
    settlement = newSettlement;
    senders = newSenders;
  }

  @Override
  public void lost(long spans, DropReason reason) {
    DeliverySettlement whole = settlement;
    if (whole == null) {
      notices.lost(spans, reason.code(), "");
    } else {
      whole.lost(spans, reason);
    }
  }

  /** Wakes a sender: there is a record to take. */
  @Override
  public void run() {
    SenderThreads whole = senders;
    if (whole != null) {
      whole.wakeOne();
    }
  }
}
