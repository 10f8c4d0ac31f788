/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.receiver;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A gate that is shut for a while: a request that arrives meanwhile waits, or its client gives up. */
final class RequestGate {
  private volatile CountDownLatch door = new CountDownLatch(0);

  /** Shuts the door for {@code time}; a thread of its own opens it again. */
  synchronized void start(Duration time) {
    var shut = new CountDownLatch(1);
    door.countDown(); // requests that already wait go on
    door = shut;
    Thread opener = new Thread(() -> openAfter(time, shut), "receiver-hang");
    opener.setDaemon(true);
    opener.start();
  }

  private static void openAfter(Duration time, CountDownLatch shut) {
    try {
      if (!shut.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
        shut.countDown();
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      shut.countDown();
    }
  }

  boolean isShut() {
    return door.getCount() > 0;
  }

  /** Returns once the door is open. */
  void await() {
    try {
      door.await();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
