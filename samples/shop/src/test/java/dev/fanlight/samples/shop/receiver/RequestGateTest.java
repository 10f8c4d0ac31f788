/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RequestGateTest {
  private final RequestGate hang = new RequestGate();
  private final CountDownLatch through = new CountDownLatch(1);

  @Test
  void nobody_waits_before_it_starts() throws InterruptedException {
    knock();

    assertThat(through.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whoever_comes_meanwhile_is_let_through_after_the_time() throws InterruptedException {
    hang.start(Duration.ofMillis(100));
    knock();

    assertThat(through.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whoever_comes_meanwhile_waits() throws InterruptedException {
    hang.start(Duration.ofMinutes(1));
    Thread knocking = knock();

    assertThat(through.await(100, TimeUnit.MILLISECONDS)).isFalse();
    knocking.interrupt();
  }

  @Test
  void a_new_hang_lets_those_through_who_waited_for_the_old_one() throws InterruptedException {
    hang.start(Duration.ofMinutes(1));
    Thread knocking = knock();
    while (knocking.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    hang.start(Duration.ofMinutes(1));

    assertThat(through.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private Thread knock() {
    Thread thread = new Thread(
        () -> {
          hang.await();
          through.countDown();
        },
        "knocking");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
