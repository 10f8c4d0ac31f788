/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.send;

/** Applies the lane's policy for a receiver that is not found. */
final class NotFoundSender implements Sender {

  private final Sender next;
  private final NotFoundPolicy policy;

  NotFoundSender(Sender next, NotFoundPolicy policy) {
    this.next = next;
    this.policy = policy;
  }

  @Override
  public Outcome send(EncodedRequest request) throws InterruptedException {
    return policy.apply(next.send(request));
  }

  @Override
  public void close() {
    next.close();
  }
}
