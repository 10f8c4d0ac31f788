/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.threads;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** The kind of the threads that log. */
enum ThreadKind {
  PLATFORM {
    @Override
    Thread start(Runnable work, int number) {
      Thread thread = new Thread(work, "platform-" + number);
      thread.start();
      return thread;
    }
  },
  VIRTUAL {
    @Override
    Thread start(Runnable work, int number) {
      try {
        return (Thread) VirtualThreads.START.invoke(work);
      } catch (Throwable e) {
        throw new IllegalStateException("cannot start virtual thread " + number, e);
      }
    }
  };

  /** The first JDK with virtual threads that need no preview option. */
  static final int MIN_JDK = 21;

  /** Starts a thread. Virtual threads have no name, as in an executor with a virtual thread for each task. */
  abstract Thread start(Runnable work, int number);

  /** Checks that the JDK has virtual threads. */
  static void check(int jdk) {
    if (jdk < MIN_JDK) {
      throw new IllegalArgumentException("the benchmark \"threads\" needs virtual threads, and JDK "
          + jdk + " has no virtual threads; run it with JDK " + MIN_JDK + " or later");
    }
  }

  /** {@code Thread.startVirtualThread}, which the release that this module is compiled for lacks. */
  private static final class VirtualThreads {
    static final MethodHandle START = find();

    private static MethodHandle find() {
      try {
        return MethodHandles.publicLookup()
            .findStatic(
                Thread.class,
                "startVirtualThread",
                MethodType.methodType(Thread.class, Runnable.class));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("virtual threads need JDK " + MIN_JDK + " or later", e);
      }
    }
  }
}
