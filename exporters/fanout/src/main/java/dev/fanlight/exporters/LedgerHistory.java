/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters;

import dev.fanlight.exporters.internal.ledger.Ledger;
import dev.fanlight.exporters.internal.pipeline.Fanout;
import dev.fanlight.exporters.internal.pipeline.FanoutReading;
import dev.fanlight.exporters.internal.pipeline.FanoutSample;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.spi.QueueSnapshot;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The counts of spans from before the fan-out was switched off, so that counts continue when it is switched on again.
 *
 * @param ledgers by vendor name
 * @param ledgerSnapshots at the moment of the last close
 * @param queueSnapshot sum over all closed fan-outs
 */
record LedgerHistory(
    Map<String, Ledger> ledgers,
    List<LedgerSnapshot> ledgerSnapshots,
    QueueSnapshot queueSnapshot) {

  /** The history before the first fan-out. */
  static final LedgerHistory EMPTY =
      new LedgerHistory(Map.of(), List.of(), new QueueSnapshot(0, Map.of(), 0, 0, 0));

  /** Returns this history with a fan-out that has closed; its ledgers continue the ledgers of this history. */
  LedgerHistory plus(Fanout closed) {
    return new LedgerHistory(
        closed.ledgers(), closed.ledgerSnapshots(), queueWith(closed.queueSnapshot()));
  }

  /** Returns the state while no fan-out runs. */
  FanoutReading reading() {
    FanoutSample sample = new FanoutSample(ledgerSnapshots, queueSnapshot, 0, 0);
    return new FanoutReading(sample, List.of(), List.of(), "", 0);
  }

  /** Returns the sum of this history and the queue of a running fan-out. */
  QueueSnapshot queueWith(QueueSnapshot running) {
    Map<String, Long> refused = new TreeMap<>(queueSnapshot.refusedByReason());
    running.refusedByReason().forEach((reason, spans) -> refused.merge(reason, spans, Long::sum));
    return new QueueSnapshot(
        queueSnapshot.ended() + running.ended(),
        refused,
        queueSnapshot.queued() + running.queued(),
        running.capacity(),
        queueSnapshot.received() + running.received());
  }
}
