/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.status;

import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.spi.StatusSnapshot;
import java.util.ArrayList;
import java.util.List;

/** The last ten minutes of one vendor. The lock of {@link StatusSampler} guards it. */
final class VendorHistory {

  /** Ticks of a minute. */
  static final int MINUTE = (int) (60 / StatusSnapshot.HISTORY_INTERVAL.toSeconds());

  private static final double TICK_SECONDS = StatusSnapshot.HISTORY_INTERVAL.toMillis() / 1e3;

  private final TickSeries received;
  private final TickSeries delivered;
  private final TickSeries lost;
  private final AnswerTimes answerTimes;

  /** The history of a vendor that is seen for the first time. */
  VendorHistory(LedgerSnapshot account, long nowNanos) {
    this.received = new TickSeries(MINUTE, received(account));
    this.delivered = new TickSeries(StatusSnapshot.HISTORY_LENGTH, account.delivered());
    this.lost = new TickSeries(MINUTE, lost(account));
    this.answerTimes = new AnswerTimes(nowNanos);
  }

  void add(LedgerSnapshot account, long ticks) {
    received.add(received(account), ticks);
    delivered.add(account.delivered(), ticks);
    lost.add(lost(account), ticks);
  }

  AnswerTimes answerTimes() {
    return answerTimes;
  }

  double receivedPerSecond() {
    return perSecond(received);
  }

  double deliveredPerSecond() {
    return perSecond(delivered);
  }

  /** Returns the spans that were rejected or dropped within the last minute. */
  long lostSpans() {
    return lost.sum(MINUTE);
  }

  /** Returns whether the history covers a minute. */
  boolean hasMinute() {
    return delivered.count(MINUTE) == MINUTE;
  }

  List<Integer> deliveredPerSecondHistory() {
    List<Integer> rates = new ArrayList<>();
    for (int spans : delivered.list()) {
      rates.add((int) Math.round(spans / TICK_SECONDS));
    }
    return rates;
  }

  static double perSecond(TickSeries series) {
    int ticks = series.count(MINUTE);
    return ticks == 0 ? 0 : series.sum(MINUTE) / (ticks * TICK_SECONDS);
  }

  private static long received(LedgerSnapshot account) {
    return account.received() - account.filtered();
  }

  private static long lost(LedgerSnapshot account) {
    return account.rejected() + account.dropped();
  }
}
