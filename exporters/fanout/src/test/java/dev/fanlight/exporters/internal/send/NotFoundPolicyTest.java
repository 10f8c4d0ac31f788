/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.send.Outcome.Delivered;
import dev.fanlight.exporters.internal.send.Outcome.Kind;
import dev.fanlight.exporters.internal.send.Outcome.Later;
import dev.fanlight.exporters.internal.send.Outcome.NotFound;
import dev.fanlight.exporters.internal.send.Outcome.Rejected;
import dev.fanlight.exporters.testing.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NotFoundPolicyTest {

  private static final Outcome SUCCESS = new Delivered(0, "");
  private static final Outcome NOT_FOUND = new NotFound("http_404", "status 404");
  private static final Outcome REJECTED = new Rejected("http_404", "status 404");
  private static final Outcome RETRIED =
      new Later(Kind.FAILURE, "http_404", Duration.ZERO, false, "status 404");

  private final ManualClock clock = new ManualClock();
  private final NotFoundPolicy policy = new NotFoundPolicy(clock);

  @Test
  void a_path_that_never_was_there_is_rejected_at_once() {
    assertThat(policy.apply(NOT_FOUND)).isEqualTo(REJECTED);
  }

  @Test
  void shortly_after_a_success_it_is_tried_again_for_ten_minutes() {
    policy.apply(SUCCESS);
    clock.advance(Duration.ofMinutes(9));

    assertThat(policy.apply(NOT_FOUND)).isEqualTo(RETRIED);
    clock.advance(Duration.ofMinutes(10));
    assertThat(policy.apply(NOT_FOUND)).isEqualTo(RETRIED);
    clock.advance(Duration.ofSeconds(1));
    assertThat(policy.apply(NOT_FOUND)).isEqualTo(REJECTED);
    clock.advance(Duration.ofSeconds(1));
    assertThat(policy.apply(NOT_FOUND)).isEqualTo(REJECTED);
  }

  @Test
  void long_after_a_success_it_is_rejected_at_once() {
    policy.apply(SUCCESS);
    clock.advance(Duration.ofMinutes(11));

    assertThat(policy.apply(NOT_FOUND)).isEqualTo(REJECTED);
  }

  @Test
  void a_success_begins_anew() {
    policy.apply(SUCCESS);
    policy.apply(NOT_FOUND);
    clock.advance(Duration.ofMinutes(11));
    assertThat(policy.apply(NOT_FOUND)).isEqualTo(REJECTED);

    assertThat(policy.apply(SUCCESS)).isEqualTo(SUCCESS);
    assertThat(policy.apply(NOT_FOUND)).isEqualTo(RETRIED);
  }
}
