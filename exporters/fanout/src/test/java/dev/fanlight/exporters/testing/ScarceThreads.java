/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.testing;

import dev.fanlight.exporters.internal.threads.FanlightThread;
import dev.fanlight.exporters.internal.threads.Threads;
import java.util.concurrent.atomic.AtomicInteger;

/** A system that has no thread to give, a few times, for a role. */
public final class ScarceThreads implements Threads {

  private final String role;
  private final AtomicInteger refusals;

  /**
   * A system.
   *
   * @param role what the names end in
   * @param refusals how many starts fail
   */
  public ScarceThreads(String role, int refusals) {
    this.role = role;
    this.refusals = new AtomicInteger(refusals);
  }

  @Override
  public Thread make(String name, Runnable work) {
    return name.endsWith(role) && refusals.getAndDecrement() > 0
        ? new Unstartable()
        : new FanlightThread(name, work);
  }

  private static final class Unstartable extends Thread {

    @Override
    public synchronized void start() {
      throw new OutOfMemoryError("unable to create native thread");
    }
  }
}
