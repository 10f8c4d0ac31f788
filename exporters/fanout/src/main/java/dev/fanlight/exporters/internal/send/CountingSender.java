/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.send;

/** Counts attempts in the ledger. After close it makes none. */
final class CountingSender implements Sender {

  private final Sender next;
  private final SenderChain chain;

  /**
   * A sender of a chain.
   *
   * @param chain counts the attempts of all its senders, and is closed with the first of them
   */
  CountingSender(Sender next, SenderChain chain) {
    this.next = next;
    this.chain = chain;
  }

  @Override
  public Outcome send(EncodedRequest request) throws InterruptedException {
    chain.attempted();
    return next.send(request);
  }

  @Override
  public void close() {
    chain.close(); // before: a request that is aborted is not followed by another one
    next.close();
  }
}
