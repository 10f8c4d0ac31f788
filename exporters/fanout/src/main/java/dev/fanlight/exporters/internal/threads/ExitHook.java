/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.threads;

/** The only shutdown hook of the product, and whether the JVM runs such hooks now. Any thread. */
public final class ExitHook {

  private final Thread thread;

  private ExitHook(Runnable work) {
    thread = new FanlightThread("exit", work);
  }

  /**
   * Has work done when the JVM ends, beside all other hooks; the JVM waits for it. Has no effect if the JVM ends
   * already.
   */
  @SuppressForbidden("a plain SDK flushes nothing at exit; see Fanlight.Builder.closesAtExit")
  public static ExitHook register(Runnable work) {
    ExitHook hook = new ExitHook(work);
    try {
      Runtime.getRuntime().addShutdownHook(hook.thread);
    } catch (IllegalStateException ignored) {
      // the JVM is ending: too late for a hook, and no reason to fail a start
    }
    return hook;
  }

  /** Removes the hook; has no effect while the JVM ends. */
  public void remove() {
    try {
      Runtime.getRuntime().removeShutdownHook(thread);
    } catch (IllegalStateException ignored) {
      // the JVM is ending: the hook runs or has run
    }
  }

  /** Returns true if the JVM is ending: it accepts no hook then. */
  @SuppressForbidden("takes the hook back at once; the JVM has no other way to be asked")
  public static boolean isJvmEnding() {
    Thread probe = new FanlightThread("probe", () -> {});
    try {
      Runtime.getRuntime().addShutdownHook(probe);
      Runtime.getRuntime().removeShutdownHook(probe);
      return false;
    } catch (IllegalStateException ending) {
      return true;
    }
  }
}
