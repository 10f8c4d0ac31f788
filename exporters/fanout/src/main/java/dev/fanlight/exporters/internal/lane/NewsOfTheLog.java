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
final class NewsOfTheLog implements BatchLog.Losses, Runnable {

  private final Notices notices;
  private volatile @Nullable Settlement settlement;
  private volatile @Nullable Senders senders;

  NewsOfTheLog(Notices notices) {
    this.notices = notices;
  }

  /** The lane is whole. */
  void reach(Settlement newSettlement, Senders newSenders) {
    settlement = newSettlement;
    senders = newSenders;
  }

  @Override
  public void lost(long spans, String reason) {
    Settlement whole = settlement;
    if (whole == null) {
      notices.lost(spans, reason, "");
    } else {
      whole.lost(spans, reason);
    }
  }

  /** Something is there to take. */
  @Override
  public void run() {
    Senders whole = senders;
    if (whole != null) {
      whole.wakeOne();
    }
  }
}
