/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.threads;

/** Makes threads; the system may have none to give, which shows when they are started. */
public interface Threads {

  /** Threads of ours. */
  Threads OURS = FanlightThread::new;

  /**
   * A thread, not started.
   *
   * @param name the lane and the role
   * @param work runs once
   */
  Thread make(String name, Runnable work);
}
