/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.child;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The rope between a child process and its parent: standard input, a pipe that the parent holds
 * open and never writes to.
 */
public final class Tether {
  private Tether() {}

  /**
   * Runs {@code release} and ends this process once standard input closes, however the parent came
   * to let go of it. An end that takes longer than {@code limit} is cut short.
   */
  public static void tie(Duration limit, Runnable release) {
    Thread rope = new Thread(() -> holdOn(System.in, limit, release), "tether");
    rope.setDaemon(true);
    rope.start();
  }

  /*
   * The kernel closes the pipe when the parent is gone, also by SIGKILL, which no shutdown hook and
   * no signal handler sees. System.exit and not halt: Zipkin's class archive is written by a hook.
   */
  private static void holdOn(InputStream in, Duration time, Runnable release) {
    awaitEnd(in);
    Thread limit = new Thread(() -> cutShort(time), "tether-limit");
    limit.setDaemon(true);
    limit.start();
    release.run();
    System.exit(0);
  }

  private static void awaitEnd(InputStream in) {
    try {
      while (in.read() >= 0) {
        // the parent never writes, so bytes have no meaning
      }
    } catch (IOException ignored) {
      // a pipe that cannot be read has no parent behind it
    }
  }

  private static void cutShort(Duration time) {
    try {
      new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(1);
  }
}
