/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LatencyWindowTest {
  private final LatencyWindow latencies = new LatencyWindow(100, 200);

  @Test
  void a_quantile_is_the_latency_that_so_many_stayed_within() {
    for (int millis = 100; millis >= 1; millis--) {
      latencies.add(login(150, 200, Duration.ofMillis(millis)));
    }

    assertThat(latencies.quantile(0.5)).isEqualTo(Duration.ofMillis(50));
    assertThat(latencies.quantile(0.99)).isEqualTo(Duration.ofMillis(99));
    assertThat(latencies.quantile(1)).isEqualTo(Duration.ofMillis(100));
    assertThat(latencies.count()).isEqualTo(100);
  }

  @Test
  void what_was_due_outside_the_window_or_failed_is_left_out() {
    latencies.add(login(99, 200, Duration.ofMillis(1)));
    latencies.add(login(200, 200, Duration.ofMillis(1)));
    latencies.add(login(150, 504, Duration.ofMillis(300)));

    assertThat(latencies.count()).isZero();
    assertThat(latencies.quantile(0.99)).isZero();
  }

  private static VisitResult login(long due, int status, Duration latency) {
    return new VisitResult(due, latency.toNanos(), status, Optional.empty(), Optional.empty());
  }
}
