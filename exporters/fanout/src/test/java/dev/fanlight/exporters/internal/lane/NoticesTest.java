/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.lane.Outcome.Delivered;
import dev.fanlight.exporters.internal.lane.Outcome.Kind;
import dev.fanlight.exporters.internal.lane.Outcome.Later;
import dev.fanlight.exporters.spi.Account.State;
import dev.fanlight.exporters.testing.CapturedLog;
import dev.fanlight.exporters.testing.ManualClock;
import java.time.Duration;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoticesTest {

  private static final Outcome OK = new Delivered(0, "");

  private final ManualClock clock = new ManualClock();
  private final CapturedLog log = CapturedLog.ofPrivateLogger();
  private final Notices notices = new Notices("acme", "otlp.acme.example", clock, log.logger());

  @Test
  void a_hiccup_is_not_told() {
    fail(State.RETRYING, Kind.FAILURE);
    clock.advance(Duration.ofSeconds(4));
    notices.attemptEnded(State.UP, OK);

    assertThat(log.lines()).isEmpty();
  }

  @Test
  void trouble_that_passes_is_told_once_when_it_is_over() {
    for (int i = 0; i < 15; i++) {
      fail(State.RETRYING, Kind.FAILURE);
      clock.advance(Duration.ofSeconds(1));
    }
    notices.attemptEnded(State.UP, OK);
    notices.attemptEnded(State.UP, OK);

    assertThat(log.lines())
        .containsExactly(
            "INFO vendor \"acme\": delivering again after 15 s of trouble (connect refused)");
  }

  @Test
  void trouble_that_stays_is_told_once_and_once_more_when_it_is_over() {
    for (int i = 0; i < 40; i++) {
      fail(i % 5 == 4 ? State.HALF_OPEN : State.OPEN, Kind.FAILURE);
      clock.advance(Duration.ofMinutes(1));
    }
    notices.attemptEnded(State.UP, OK);

    assertThat(log.lines()).hasSize(2);
    assertThat(log.lines().get(0))
        .isEqualTo(
            "WARNING vendor \"acme\": connect refused from otlp.acme.example. Its spans wait in the buffer and are"
                + " sent when it answers again; other vendors are not affected.");
    assertThat(log.lines().get(1))
        .startsWith("INFO vendor \"acme\": delivering again after 2400 s");
  }

  @Test
  void what_only_a_person_can_mend_is_told_at_once_and_says_how() {
    fail(State.UNAUTHORISED, Kind.UNAUTHORISED);
    fail(State.UNAUTHORISED, Kind.UNAUTHORISED);
    fail(State.QUOTA, Kind.QUOTA);

    assertThat(log.lines()).hasSize(2);
    assertThat(log.lines().get(0)).contains("Check the vendor's key");
    assertThat(log.lines().get(1)).contains("quota");
  }

  @Test
  void a_warning_that_comes_with_each_success_is_told_once() {
    for (int i = 0; i < 100; i++) {
      notices.warned("use v2");
      clock.advance(Duration.ofMinutes(5));
    }

    assertThat(log.lines())
        .containsExactly(
            "WARNING vendor \"acme\": takes spans, and warns: use v2 (from otlp.acme.example)");
  }

  @Test
  void warnings_that_change_are_told_at_most_once_an_hour() {
    for (int i = 0; i < 120; i++) {
      notices.warned("warning " + i);
      clock.advance(Duration.ofMinutes(1));
    }

    assertThat(log.lines()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "UNREACHABLE, tls, TLS: PKIX path building failed",
    "UNREACHABLE, tls, TLS: No subject alternative DNS name matching acme found",
    "UNREACHABLE, tls, TLS: Received fatal alert: certificate_required",
    "FAILURE, internal, the request could not be made: java.lang.IllegalArgumentException",
    "FAILURE, unusable_header, header x-key holds a line break",
    "UNAUTHORISED, http_403, status 403",
    "UNAUTHORISED, http_401, status 401"
  })
  void a_definite_failure_is_told_at_once_and_once(Kind kind, String reason, String message) {
    for (int i = 0; i < 20; i++) {
      notices.attemptEnded(
          i < 5 ? State.RETRYING : State.OPEN,
          new Later(kind, reason, Duration.ZERO, false, message));
      clock.advance(Duration.ofSeconds(10));
      assertThat(log.lines()).hasSize(1);
    }

    assertThat(log.lines().get(0)).startsWith("WARNING vendor \"acme\": " + message);
  }

  @ParameterizedTest
  @CsvSource({
    "UNREACHABLE, tls, TLS: Remote host terminated the handshake",
    "UNREACHABLE, connect, connection refused",
    "UNREACHABLE, dns, unknown host",
    "BUSY, http_503, status 503"
  })
  void a_failure_that_may_pass_is_not_told_at_once(Kind kind, String reason, String message) {
    notices.attemptEnded(State.RETRYING, new Later(kind, reason, Duration.ZERO, false, message));

    assertThat(log.lines()).isEmpty();
  }

  @Test
  void one_batch_that_is_forbidden_again_and_again_does_not_use_up_the_lines() {
    for (int i = 0; i < 8; i++) {
      fail(State.UNAUTHORISED, Kind.UNAUTHORISED);
      clock.advance(Duration.ofSeconds(30));
      notices.attemptEnded(State.UP, OK);
    }
    notices.lost(1, "poison", "status 403");

    assertThat(log.lines())
        .filteredOn(line -> line.contains("Check the vendor's key"))
        .hasSize(1);
    assertThat(log.lines()).hasSize(3); // and once that it delivers again
    assertThat(log.lines()).last().asString().contains("lost spans: 1 poison (status 403)");
  }

  @Test
  void losses_are_told_at_once_and_then_at_most_every_five_minutes_with_their_sum() {
    notices.lost(1, "http_400", "status 400");
    notices.lost(2, "http_400", "status 400");
    notices.lost(4, "buffer_full", "");
    clock.advance(Notices.LOSS_INTERVAL);
    notices.lost(8, "buffer_full", "");

    assertThat(log.lines()).hasSize(2);
    assertThat(log.lines().get(0))
        .startsWith("WARNING vendor \"acme\": lost spans: 1 http_400 (status 400).");
    assertThat(log.lines().get(1))
        .startsWith("WARNING vendor \"acme\": lost spans: 12 buffer_full, 2 http_400.");
  }

  @Test
  void a_vendor_says_at_most_twelve_lines_an_hour_however_broken() {
    for (int minute = 0; minute < 120; minute++) {
      fail(State.UNAUTHORISED, Kind.UNAUTHORISED);
      notices.attemptEnded(State.UP, OK);
      notices.lost(1, "http_400", "");
      clock.advance(Duration.ofMinutes(1));
    }

    assertThat(log.lines().size()).isBetween(12, 2 * Notices.LINES_AN_HOUR);
  }

  @Test
  void a_log_handler_that_throws_does_not_stop_the_lane() {
    log.logger().addHandler(new Handler() {
      @Override
      public void publish(LogRecord record) {
        throw new IllegalStateException("broken handler");
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    });

    notices.lost(1, "http_400", "");

    assertThat(log.lines()).hasSize(1);
  }

  @Test
  void a_reason_that_names_the_host_does_not_name_it_twice() {
    notices.attemptEnded(
        State.OPEN,
        new Later(
            Kind.FAILURE,
            "connect",
            Duration.ZERO,
            false,
            "connecting to otlp.acme.example failed: Connection refused"));

    assertThat(notices.lastReason())
        .isEqualTo("connecting to otlp.acme.example failed: Connection refused");
  }

  private void fail(State state, Kind kind) {
    notices.attemptEnded(
        state, new Later(kind, "connect", Duration.ZERO, false, "connect refused"));
  }
}
