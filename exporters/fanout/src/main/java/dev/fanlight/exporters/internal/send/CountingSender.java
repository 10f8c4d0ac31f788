/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.send;

import dev.fanlight.exporters.internal.ledger.Ledger;

/** Counts attempts in the ledger. */
final class CountingSender implements Sender {

  private final Sender next;
  private final Ledger ledger;

  CountingSender(Sender next, Ledger ledger) {
    this.next = next;
    this.ledger = ledger;
  }

  @Override
  public Outcome send(EncodedRequest request) throws InterruptedException {
    ledger.attempted();
    return next.send(request);
  }

  @Override
  public void close() {
    next.close();
  }
}
