/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.metrics.Told;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoginDelaysTest {
  private final Told told = new Told();
  private final LoginDelays delays = new LoginDelays();
  private final PeerAddress attacker = new PeerAddress(false, 1);
  private final PeerAddress scraper = new PeerAddress(false, 2);
  private long now = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(1);

  @AfterEach
  void close() {
    told.close();
  }

  @Test
  void delays_grow_up_to_two_seconds() {
    for (int i = 0; i < 3; i++) {
      assertThat(guess()).isZero();
    }

    assertThat(guess()).isEqualTo(100);
    assertThat(guess()).isEqualTo(200);
    assertThat(guess()).isEqualTo(400);
    assertThat(guess()).isEqualTo(800);
    assertThat(guess()).isEqualTo(1_600);
    assertThat(guess()).isEqualTo(2_000);
    assertThat(guess()).isEqualTo(2_000);
  }

  @Test
  void guesses_at_once_wait_in_turn_and_are_refused_beyond_five_seconds() {
    for (int i = 0; i < 20; i++) {
      guess();
    }

    assertThat(delays.admit(attacker, now)).isEqualTo(TimeUnit.SECONDS.toNanos(2));
    assertThat(delays.admit(attacker, now)).isEqualTo(TimeUnit.SECONDS.toNanos(4));
    assertThat(delays.admit(attacker, now)).isEqualTo(LoginDelays.REFUSED);
    assertThat(delays.admit(scraper, now)).isZero();
  }

  @Test
  void a_right_password_ends_the_delay() {
    for (int i = 0; i < 10; i++) {
      guess();
    }
    delays.succeeded(attacker);

    assertThat(delays.admit(attacker, now)).isZero();
  }

  @Test
  void ten_minutes_without_a_wrong_password_end_the_delay() {
    for (int i = 0; i < 10; i++) {
      guess();
    }
    now += TimeUnit.MINUTES.toNanos(11);
    delays.failed(scraper, now);

    assertThat(delays.admit(attacker, now)).isZero();
  }

  @Test
  void a_peer_is_not_delayed_by_the_wrong_passwords_of_any_number_of_others() {
    for (int i = 0; i < 20_000; i++) {
      delays.failed(new PeerAddress(true, i % 5_000), now);

      assertThat(delays.admit(scraper, now)).isZero();
    }
  }

  @Test
  void a_full_table_forgets_the_peer_whose_last_wrong_password_is_the_oldest() {
    for (int round = 0; round < 4; round++) {
      for (int peer = 0; peer < LoginDelays.MAX_PEERS; peer++) {
        delays.failed(new PeerAddress(true, peer), now);
      }
    }
    delays.failed(new PeerAddress(true, 0), now);
    delays.failed(attacker, now);

    assertThat(delays.admit(new PeerAddress(true, 0), now)).isPositive();
    assertThat(delays.admit(new PeerAddress(true, 1), now)).isZero();
    assertThat(delays.admit(new PeerAddress(true, 2), now)).isPositive();
  }

  @Test
  void wrong_passwords_are_told_once_in_five_minutes_with_their_number() {
    for (int i = 0; i < 1_000; i++) {
      delays.failed(attacker, now);
    }
    assertThat(told.warnings())
        .singleElement()
        .asString()
        .contains("Wrong passwords for /metrics: 1, ", "0.0.0.1", "metrics.basic_auth");

    now += TimeUnit.MINUTES.toNanos(5);
    delays.failed(scraper, now);

    assertThat(told.warnings()).hasSize(2);
    assertThat(told.warnings().get(1)).contains("/metrics: 1000, ", "0.0.0.2");
  }

  /** Returns the delay in milliseconds. */
  private long guess() {
    long wait = delays.admit(attacker, now);
    now += wait;
    delays.failed(attacker, now);
    return TimeUnit.NANOSECONDS.toMillis(wait);
  }
}
