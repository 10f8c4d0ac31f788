/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.send;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.fanlight.exporters.internal.ledger.Ledger;
import dev.fanlight.exporters.internal.threads.Threads;
import io.opentelemetry.sdk.common.Clock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The senders around the sender of a lane: each has one concern of a single attempt. The chain outlives a change of the
 * settings, and with it the memory of responses 404 and the end of the lane. Any thread.
 */
public final class SenderChain {

  /*
   * A sender thread may have taken its batch before the lane was closed, and reach the sender after it: it read the batch from
   * a slow disk, or the machine was busy. Such an attempt is not made. If it were counted, the ledger would change after
   * close. The lock decides: an attempt is counted before close, or it is not made.
   */

  private final Ledger ledger;
  private final NotFoundPolicy notFound;
  private final ReentrantLock lock = Threads.current().newLock();

  @GuardedBy("lock") private boolean isClosed;

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
    sender = new CountingSender(sender, this); // outermost: every attempt counts, however it ends
    return sender;
  }
  /**
   * Counts an attempt that begins now.
   *
   * @throws InterruptedException if the lane is closed: no attempt may begin
   */
  void attempted() throws InterruptedException {
    lock.lock();
    try {
      if (isClosed) {
        throw new InterruptedException("the lane is closed");
      }
      ledger.attempted();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the attempts of all senders of the chain, also of those from before a change of the settings. */
  void close() {
    lock.lock();
    try {
      isClosed = true;
    } finally {
      lock.unlock();
    }
  }
}
