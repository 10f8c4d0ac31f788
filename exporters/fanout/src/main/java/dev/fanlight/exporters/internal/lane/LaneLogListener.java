/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.log.BatchLog;
import org.jspecify.annotations.Nullable;

/**
 * What the log tells a lane: losses, and that there is something to take. Any thread, and also before the lane is whole,
 * since the log may speak as soon as there is a reader; nothing waits then, so that there is nobody to wake.
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
  public void lost(long spans, String reason) {
    DeliverySettlement whole = settlement;
    if (whole == null) {
      notices.lost(spans, reason, "");
    } else {
      whole.lost(spans, reason);
    }
  }

  /** Something is there to take. */
  @Override
  public void run() {
    SenderThreads whole = senders;
    if (whole != null) {
      whole.wakeOne();
    }
  }
}
