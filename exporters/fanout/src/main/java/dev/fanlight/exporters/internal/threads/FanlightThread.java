/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.threads;

/**
 * A thread of Fanlight: a daemon with a name of the form {@code fanlight-<lane>-<role>}.
 *
 * <p>Spans that end on one are not exported: under the Java agent our own requests would trace themselves for ever.
 * Other modules, which cannot see this class, go by the name's prefix.
 */
public final class FanlightThread extends Thread {

  /** The first characters of the name of every thread of Fanlight. */
  public static final String PREFIX = "fanlight-";

  /**
   * A thread, not started.
   *
   * @param name the lane and the role, without the prefix
   * @param work runs once
   */
  public FanlightThread(String name, Runnable work) {
    super(null, work, PREFIX + name, 0, false);
    setDaemon(true);
    setContextClassLoader(
        FanlightThread.class.getClassLoader()); // the creator's may belong to a web application
  }

  /** Returns true if the calling thread is a thread of Fanlight. */
  public static boolean isCurrent() {
    return Thread.currentThread() instanceof FanlightThread;
  }
}
