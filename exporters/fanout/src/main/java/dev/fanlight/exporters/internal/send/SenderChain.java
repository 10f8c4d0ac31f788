/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.send;

import dev.fanlight.exporters.internal.ledger.Ledger;
import io.opentelemetry.sdk.common.Clock;

/**
 * The senders around the sender of a lane: each has one concern of a single attempt. The chain outlives a change of the
 * settings, and with it the memory of responses 404.
 */
public final class SenderChain {

  private final Ledger ledger;
  private final NotFoundPolicy notFound;

  /** Creates the chain of a lane. */
  public SenderChain(Ledger ledger, Clock clock) {
    this.ledger = ledger;
    this.notFound = new NotFoundPolicy(clock);
  }

  /** Returns the chain of senders for one attempt, from the inside out. */
  public Sender around(Sender wire) {
    Sender sender = wire;
    sender = new GuardingSender(sender); // a plugin's exception is an ordinary outcome
    sender = new NotFoundSender(sender, notFound); // a rollout is not for good
    sender = new CountingSender(sender, ledger); // outermost: every attempt counts, however it ends
    return sender;
  }
}
