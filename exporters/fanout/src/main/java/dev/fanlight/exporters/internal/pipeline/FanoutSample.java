/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.spi.QueueSnapshot;
import java.util.List;

/**
 * The counts of the fan-out at one moment, cheap enough to be read all the time.
 *
 * @param accounts of the vendors: those of the file in its order, then the ones that have left
 * @param queue before all vendors
 * @param batches that were written so far
 * @param logBytes bytes of the batches that wait or are on their way; an estimate if they are on disk
 */
public record FanoutSample(
    List<LedgerSnapshot> accounts, QueueSnapshot queue, long batches, long logBytes) {

  /** Copies the list. */
  public FanoutSample {
    accounts = List.copyOf(accounts);
  }
}
