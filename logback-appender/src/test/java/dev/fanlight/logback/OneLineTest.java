/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import net.logstash.logback.argument.StructuredArguments;
import net.logstash.logback.marker.Markers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever an event holds, it is one line, and the line is JSON. */
class OneLineTest {
  private final Logs logs = Logs.capturing();

  @AfterEach
  void close() {
    logs.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\nb", "a\r\nb", "a\u2028b", "a\u2029b", "a\u0085b", "a\u000bb\f", "\u001b[31mred"
      })
  void nothing_in_a_message_ends_the_line(String message) {
    logs.logger.info(message);

    assertThat(logs.line()).containsEntry("message", message);
  }

  @Test
  void a_lone_surrogate_costs_itself_and_not_its_neighbour() {
    logs.logger.info("hi \ud83d lo");

    assertThat(logs.line()).containsEntry("message", "hi \ufffd lo");
  }

  @Test
  void numbers_that_json_does_not_know_are_labels() {
    logs.logger
        .atInfo()
        .addKeyValue("nan", Double.NaN)
        .addKeyValue("infinity", Float.NEGATIVE_INFINITY)
        .addKeyValue("huge", new BigDecimal("1E+400"))
        .addKeyValue("unsigned", new BigInteger("18446744073709551615"))
        .log("");

    assertThat(logs.line())
        .containsEntry("labels.nan", "NaN")
        .containsEntry("labels.infinity", "-Infinity")
        .containsEntry("labels.huge", "1E+400")
        .containsEntry("labels.unsigned", "18446744073709551615")
        .doesNotContainKeys("numeric_labels.nan", "numeric_labels.infinity");
  }

  @Test
  void other_numbers_are_numbers() {
    logs.logger
        .atInfo()
        .addKeyValue("long", Long.MAX_VALUE)
        .addKeyValue("float", 0.1f)
        .addKeyValue("decimal", new BigDecimal("12.50"))
        .log("");

    assertThat(logs.line())
        .containsEntry("numeric_labels.long", Long.MAX_VALUE)
        .containsEntry("numeric_labels.float", 0.1)
        .containsEntry("numeric_labels.decimal", 12.5);
  }

  @Test
  void a_failing_getter_costs_its_field_only() {
    logs.logger
        .atInfo()
        .addMarker(Markers.appendFields(new HostileEvents.ThrowingGetter()))
        .addKeyValue("good", "yes")
        .log("still here");

    assertThat(logs.line())
        .containsEntry("message", "still here")
        .containsEntry("labels.good", "yes")
        .hasEntrySatisfying(
            "labels.failed_fields", bad -> assertThat((String) bad).startsWith("<failed: "));
  }

  @Test
  void an_event_without_an_instant_has_the_time_of_its_timestamp() {
    var event = new LoggingEvent() {
      @Override
      public Instant getInstant() {
        throw new IllegalStateException("no instant");
      }

      @Override
      public long getTimeStamp() {
        return 1;
      }
    };
    logs.context.getLogger("ROOT").callAppenders(event);

    assertThat(logs.line()).containsEntry("@timestamp", "1970-01-01T00:00:00.001000000Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ecs", "ecs-nested", "otel", "new-relic", "google-cloud"})
  void an_event_without_any_time_or_level_has_a_time_and_a_level(String profile) {
    var before = Instant.now();
    FanlightEncoder encoder = Logs.encoder(e -> {
      e.setProfile(profile);
      return e;
    });
    try (Logs logs = Logs.capturing(encoder)) {
      logs.context.getLogger("ROOT").callAppenders(new LoggingEvent());

      Map<String, Object> line = logs.line();
      assertThat(logs.text()).doesNotContain("<failed").contains("INFO");
      Object time = line.values().iterator().next();
      Instant instant = time instanceof Long millis
          ? Instant.ofEpochMilli(millis + 1)
          : Instant.parse((String) time);
      assertThat(instant).isAfterOrEqualTo(before);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -999_999_999_999_999L, 999_999_999_999_999L})
  void an_event_of_a_year_that_has_no_four_digits_has_a_time_of_today(long millis) {
    var before = Instant.now();
    var event = new LoggingEvent() {
      @Override
      public Instant getInstant() {
        return Instant.ofEpochMilli(millis);
      }

      @Override
      public long getTimeStamp() {
        return millis;
      }
    };
    logs.context.getLogger("ROOT").callAppenders(event);

    assertThat(logs.line())
        .hasEntrySatisfying(
            "@timestamp",
            time -> assertThat(Instant.parse((String) time)).isAfterOrEqualTo(before));
  }

  @Test
  void a_failing_argument_costs_its_place_in_the_message_only() {
    PrintStream stderr = System.err;
    System.setErr(new PrintStream(PrintStream.nullOutputStream(), false)); // SLF4J prints it there
    try {
      logs.logger.info("sold {} to {}", new HostileEvents.ThrowingToString(), "ann");
    } finally {
      System.setErr(stderr);
    }

    assertThat(logs.line()).containsEntry("message", "sold [FAILED toString()] to ann");
  }

  @Test
  void a_failing_event_costs_the_fields_it_fails() {
    var event = new LoggingEvent() {
      @Override
      public String getThreadName() {
        throw new IllegalStateException("no thread");
      }
    };
    event.setLevel(Level.INFO);
    event.setMessage("still here");
    event.setInstant(Instant.EPOCH);
    logs.context.getLogger("ROOT").callAppenders(event);

    assertThat(logs.line())
        .containsEntry("message", "still here")
        .containsEntry("process.thread.name", "<failed: java.lang.IllegalStateException>");
  }

  @Test
  void raw_json_stays_if_it_is_json() {
    logs.logger.info(Markers.appendRaw("raw", "{\"a\":\n[1,2]}"), "");

    assertThat(logs.line()).containsEntry("labels.raw", "{\"a\":[1,2]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":", "{}}\n{\"forged\":1}", "{\"a\":1,\"a\":2}"})
  void raw_text_that_is_no_json_is_text(String raw) {
    logs.logger.info(Markers.appendRaw("raw", raw), "");

    assertThat(logs.line())
        .hasEntrySatisfying(
            "labels.raw_json",
            text -> assertThat((String) text).contains(raw.lines().toList()));
  }

  @Test
  void structured_arguments_are_fields() {
    logs.logger.info("{}", StructuredArguments.keyValue("order", 7));

    assertThat(logs.line())
        .containsEntry("message", "order=7")
        .containsEntry("numeric_labels.order", 7);
  }

  @Test
  void a_stack_trace_is_one_string() {
    logs.logger.error("failed", new IllegalStateException("a\nb", new RuntimeException("root")));

    assertThat(logs.line())
        .containsEntry("error.type", "java.lang.IllegalStateException")
        .containsEntry("error.message", "a\nb")
        .hasEntrySatisfying(
            "error.stack_trace",
            trace -> assertThat((String) trace)
                .startsWith("java.lang.IllegalStateException: a\nb\n\tat dev.fanlight")
                .contains("\nCaused by: java.lang.RuntimeException: root\n\t... "));
  }

  @Test
  void time_is_utc_and_of_fixed_width_in_any_zone() {
    TimeZone zone = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
    try {
      for (String time : List.of(
          "2024-02-29T23:59:59Z", "2026-12-31T00:00:00.000000100Z", "1970-01-01T00:00:00.12Z")) {
        var event = new LoggingEvent("", logs.logger, Level.INFO, "", null, null);
        event.setInstant(Instant.parse(time));
        logs.logger.callAppenders(event);
      }
    } finally {
      TimeZone.setDefault(zone);
    }

    assertThat(logs.lines())
        .extracting(line -> line.get("@timestamp"))
        .containsExactly(
            "2024-02-29T23:59:59.000000000Z",
            "2026-12-31T00:00:00.000000100Z",
            "1970-01-01T00:00:00.120000000Z");
  }

  @Test
  void a_value_is_not_shaped_by_jackson_modules_that_lie_around() {
    logs.logger.atInfo().addKeyValue("when", Map.of("at", Instant.EPOCH)).log("");

    assertThat(logs.line()).containsEntry("labels.when", "{\"at\":\"1970-01-01T00:00:00Z\"}");
  }
}
