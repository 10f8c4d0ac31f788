/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.relay.internal.server;

import java.util.concurrent.atomic.AtomicLong;

/** The memory of all requests at one time; any thread. */
public final class MemoryBudget {

  private final long maxBytes;
  private final AtomicLong used = new AtomicLong();

  /** A budget of so many bytes. */
  public MemoryBudget(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Opens the account of one request. */
  public MemoryReservation open() {
    return new MemoryReservation(this);
  }

  boolean take(long bytes) {
    if (used.addAndGet(bytes) > maxBytes) {
      used.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  void giveBack(long bytes) {
    used.addAndGet(-bytes);
  }

  /** Bytes that are reserved now. */
  public long used() {
    return used.get();
  }
}
