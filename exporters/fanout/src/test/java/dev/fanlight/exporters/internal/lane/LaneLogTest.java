/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.send.Outcome;
import dev.fanlight.exporters.internal.send.Outcome.Delivered;
import dev.fanlight.exporters.internal.send.Outcome.Kind;
import dev.fanlight.exporters.internal.send.Outcome.Later;
import dev.fanlight.exporters.spi.LedgerSnapshot.State;
import dev.fanlight.exporters.testing.CapturedLog;
import dev.fanlight.exporters.testing.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LaneLogTest {

  private static final Outcome OK = new Delivered(0, "");

  private final ManualClock clock = new ManualClock();
  private final CapturedLog log = CapturedLog.ofPrivateLogger();
  private final LaneLog notices = new LaneLog("acme", "otlp.acme.example", clock, log.logger());

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
    assertThat(log.lines()).hasSize(4); // that it delivers again, that it comes and goes
    assertThat(log.lines()).last().asString().contains("lost spans: 1 poison (status 403)");
  }

  @Test
  void losses_are_told_at_once_and_then_at_most_every_five_minutes_with_their_sum() {
    notices.lost(1, "http_400", "status 400");
    notices.lost(2, "http_400", "status 400");
    clock.advance(Duration.ofMinutes(4));
    notices.lost(4, "http_400", "status 400");
    clock.advance(Duration.ofMinutes(1));
    notices.tellDue();

    assertThat(log.lines()).hasSize(2);
    assertThat(log.lines().get(0))
        .startsWith("WARNING vendor \"acme\": lost spans: 1 http_400 (status 400).");
    assertThat(log.lines().get(1))
        .startsWith("WARNING vendor \"acme\": lost spans: 6 http_400 (status 400).");
  }

  @Test
  void the_first_loss_for_another_reason_is_told_within_half_a_minute() {
    notices.lost(1, "http_400", "status 400");
    notices.lost(4, "buffer_full", "");
    clock.advance(Duration.ofSeconds(25));
    notices.tellDue();

    assertThat(log.lines()).hasSize(2);
    assertThat(log.lines().get(1))
        .startsWith("WARNING vendor \"acme\": lost spans: 4 buffer_full (the buffer is full");
  }

  @Test
  void a_loss_to_the_full_buffer_names_the_trouble_that_filled_it() {
    fail(State.OPEN, Kind.FAILURE);
    clock.advance(Duration.ofMinutes(10));

    notices.lost(7, "buffer_full", "");

    assertThat(log.lines())
        .singleElement()
        .asString()
        .contains(
            "7 buffer_full (the buffer is full and its oldest spans were dropped; the vendor had taken"
                + " nothing for 10 min: connect refused from otlp.acme.example)");
  }

  @Test
  void a_vendor_writes_at_most_twelve_lines_in_any_hour_however_broken() {
    List<Long> minutes = new ArrayList<>();
    for (int minute = 0; minute < 240; minute++) {
      int before = log.lines().size();
      fail(minute % 2 == 0 ? State.UNAUTHORISED : State.QUOTA, Kind.UNAUTHORISED);
      notices.attemptEnded(State.UP, OK);
      notices.lost(1, "http_4" + minute % 50, "");
      notices.say(Level.WARNING, "no thread " + minute);
      for (int i = before; i < log.lines().size(); i++) {
        minutes.add((long) minute);
      }
      clock.advance(Duration.ofMinutes(1));
    }

    for (long minute : minutes) {
      assertThat(minutes.stream().filter(m -> m > minute - 60 && m <= minute).count())
          .isLessThanOrEqualTo(12);
    }
  }

  @Test
  void the_line_that_spends_the_budget_says_so() {
    for (int i = 0; i < 20; i++) {
      notices.say(Level.WARNING, "no thread " + i);
    }

    assertThat(log.lines()).hasSize(LineBudget.ORDINARY_LINES);
    assertThat(log.lines().get(5))
        .contains("no thread 5 Repeats about this vendor are left out for 61 min;");
  }

  @Test
  void lines_that_repeat_leave_room_for_what_an_operator_acts_on() {
    for (int i = 0; i < 20; i++) {
      notices.say(Level.WARNING, "no thread " + i);
    }
    notices.lost(1, "http_400", "status 400");
    fail(State.UNAUTHORISED, Kind.UNAUTHORISED);
    clock.advance(Duration.ofMinutes(1));
    notices.attemptEnded(State.UP, OK);

    assertThat(log.lines().subList(6, 9))
        .satisfiesExactly(
            line -> assertThat(line).contains("lost spans: 1 http_400"),
            line -> assertThat(line).contains("Check the vendor's key"),
            line -> assertThat(line).contains("delivering again after 60 s"));
  }

  @Test
  void trouble_that_comes_and_goes_is_summed_up_and_trouble_that_then_stays_is_told() {
    for (int second = 0; second < 3_000; second++) {
      step(second % 120 < 60);
    }
    List<String> flapping = List.copyOf(log.lines());
    for (int second = 0; second < 900; second++) {
      step(true);
    }
    List<String> down = log.lines().subList(flapping.size(), log.lines().size());
    for (int second = 0; second < 1_200; second++) {
      step(false);
    }

    assertThat(flapping).hasSize(5);
    assertThat(flapping.get(4))
        .startsWith("WARNING vendor \"acme\": its trouble comes and goes: 3 times within")
        .contains("connect refused");
    assertThat(down)
        .singleElement()
        .asString()
        .contains("has taken nothing for 5 min: connect refused from otlp.acme.example");
    assertThat(log.lines().get(log.lines().size() - 1))
        .startsWith("INFO vendor \"acme\": delivering again, without trouble for 10 min");
  }

  /** Whatever a vendor does: the budget holds, and what an operator acts on is told. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void the_budget_never_silences_what_an_operator_acts_on(long seed) {
    Random random = new Random(seed);
    List<Integer> seconds = new ArrayList<>();
    int second = 0;
    int written = 0;
    for (int phase = 0; phase < 60; phase++) {
      boolean down = phase % 2 == 0;
      boolean refuses = random.nextInt(4) == 0;
      int length = 1 + (int) Math.exp(random.nextDouble() * 8);
      for (int i = 0; i < length; i++, second++) {
        if (down && refuses) {
          fail(State.UNAUTHORISED, Kind.UNAUTHORISED);
        } else if (down) {
          fail(State.OPEN, Kind.FAILURE);
        } else {
          notices.attemptEnded(State.UP, OK);
        }
        if (random.nextInt(60) == 0) {
          notices.lost(1, "http_4" + random.nextInt(3), "status 4");
        }
        clock.advance(Duration.ofSeconds(1));
        notices.tellDue();
        for (; written < log.lines().size(); written++) {
          seconds.add(second);
        }
      }
      if (length > 1_300) {
        assertThat(lastStateLine())
            .as("second %s, down %s", second, down)
            .matches(
                down
                    ? ".*(refused|Check the vendor's key|comes and goes).*"
                    : ".*(delivering again|comes and goes).*|none");
      }
    }
    for (int at : seconds) {
      assertThat(seconds.stream().filter(s -> s > at - 3_599 && s <= at).count())
          .as("lines in the hour before second %s: %s", at, log.lines())
          .isLessThanOrEqualTo(12);
    }
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 40);
  }

  private String lastStateLine() {
    for (int i = log.lines().size() - 1; i >= 0; i--) {
      String line = log.lines().get(i);
      if (!line.contains("lost spans")) {
        return line;
      }
    }
    return "none";
  }

  private void step(boolean isDown) {
    if (isDown) {
      fail(State.OPEN, Kind.FAILURE);
    } else {
      notices.attemptEnded(State.UP, OK);
    }
    clock.advance(Duration.ofSeconds(1));
    notices.tellDue();
  }

  @Test
  void a_vendor_that_asks_to_wait_is_quoted() {
    notices.attemptEnded(
        State.RETRYING,
        new Later(Kind.BUSY, "http_429", Duration.ofMinutes(10), false, "status 429"));
    clock.advance(Duration.ofSeconds(31));
    notices.tellDue();

    assertThat(log.lines())
        .singleElement()
        .asString()
        .startsWith(
            "WARNING vendor \"acme\": status 429, asks to wait for 10 min from otlp.acme.example.");
  }

  @Test
  void a_slow_vendor_is_told_before_anything_is_lost_with_the_cure() {
    LaneLoad slow =
        new LaneLoad(600, 450, 9_000_000_000L, 2, 12_345, 2 << 20, 4 << 20, 60_000_000_000L);
    notices.measured(slow);
    notices.measured(slow);
    notices.lost(5, "buffer_full", "");
    boolean wasSlow = notices.isSlow();
    clock.advance(Duration.ofMinutes(3));
    notices.measured(
        new LaneLoad(600, 700, 1_000_000_000L, 8, 600, 1 << 20, 4 << 20, 1_000_000_000L));

    assertThat(wasSlow).isTrue();
    assertThat(notices.isSlow()).isFalse();
    assertThat(log.lines())
        .satisfiesExactly(
            line -> assertThat(line)
                .startsWith(
                    "WARNING vendor \"acme\": is slow: answers take 9 s; with window 2 that is 450 of 600"
                        + " spans/s; raise \"window\", or send less with \"sample\". 12345 spans wait"
                        + " (2.0 MiB of 4.0 MiB), the oldest for 60 s;"),
            line -> assertThat(line)
                .contains("5 buffer_full (the buffer is full")
                .contains("answers take 9 s; with window 2 that is 450 of 600 spans/s; raise"),
            line -> assertThat(line)
                .isEqualTo("INFO vendor \"acme\": keeps up again; it was slow for 3 min"));
  }

  @Test
  void a_vendor_that_keeps_up_or_catches_up_is_not_slow() {
    notices.measured(
        new LaneLoad(600, 600, 9_000_000_000L, 16, 6_000, 1 << 20, 4 << 20, 18_000_000_000L));
    notices.measured(
        new LaneLoad(600, 900, 1_000_000_000L, 2, 90_000, 3 << 20, 4 << 20, 600_000_000_000L));
    fail(State.OPEN, Kind.FAILURE);
    notices.measured(
        new LaneLoad(600, 0, 1_000_000_000L, 2, 90_000, 3 << 20, 4 << 20, 600_000_000_000L));

    assertThat(notices.isSlow()).isFalse();
    assertThat(log.lines()).isEmpty();
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
