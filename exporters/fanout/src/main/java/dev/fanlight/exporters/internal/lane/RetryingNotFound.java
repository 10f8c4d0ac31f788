/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

/** Applies the lane's policy for a receiver that is not found. */
final class RetryingNotFound implements Sender {

  private final Sender next;
  private final NotFoundPolicy policy;

  RetryingNotFound(Sender next, NotFoundPolicy policy) {
    this.next = next;
    this.policy = policy;
  }

  @Override
  public Outcome send(Parcel parcel) throws InterruptedException {
    return policy.apply(next.send(parcel));
  }

  @Override
  public void close() {
    next.close();
  }
}
