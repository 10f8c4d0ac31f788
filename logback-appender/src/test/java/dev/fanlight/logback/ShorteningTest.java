/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines stay under Docker's 16 KiB. */
class ShorteningTest {
  private final Logs logs = Logs.capturing();

  @AfterEach
  void close() {
    logs.close();
  }

  @Test
  void a_message_of_a_megabyte_is_shortened_and_said_to_be() {
    logs.logger.info("begin " + "x".repeat(1_000_000));

    assertThat(logs.line())
        .containsEntry("log.truncated", true)
        .hasEntrySatisfying(
            "message",
            message -> assertThat((String) message).startsWith("begin xxx").endsWith("x…"));
    assertThat(logs.text().getBytes(UTF_8)).hasSizeBetween(15_900, 16_000);
  }

  @Test
  void in_nested_objects_it_is_said_inside_the_object_of_the_log() {
    try (Logs nested = Logs.capturing(Logs.encoder(encoder -> {
      encoder.setProfile("ecs-nested");
      return encoder;
    }))) {
      nested.logger.setLevel(Level.TRACE);
      nested.logger.atInfo().addKeyValue("a", "1").addKeyValue("n", 2).log("x".repeat(20_000));

      Map<String, Object> line = nested.line();
      assertThat(line)
          .doesNotContainKey("log.truncated")
          .containsEntry(
              "log", Map.of("level", "INFO", "logger", "dev.fanlight.Shop", "truncated", true))
          .containsEntry("labels", Map.of("a", "1"));
      assertThat(nested.text().getBytes(UTF_8)).hasSizeBetween(15_900, 16_000);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void so_it_is_where_that_object_has_objects_inside_or_names_of_its_own_are_cut(boolean isLong) {
    try (Logs nested = Logs.capturing(Logs.encoder(encoder -> {
      encoder.setProfile("ecs-nested");
      encoder.setMaxLineBytes(2_048);
      return encoder;
    }))) {
      String name = isLong ? "l".repeat(3_000) : "l";
      var event = new LoggingEvent(
          "",
          nested.context.getLogger(name),
          Level.INFO,
          "x".repeat(isLong ? 10 : 9_000),
          null,
          null);
      event.setCallerData(
          new StackTraceElement[] {new StackTraceElement("Shop", "sell", "Shop.java", 42)});
      nested.context.getLogger("ROOT").callAppenders(event);

      assertThat(nested.line())
          .hasEntrySatisfying(
              "log",
              log -> assertThat(log)
                  .asInstanceOf(InstanceOfAssertFactories.MAP)
                  .containsEntry("truncated", true)
                  .containsKeys("level", "logger", "origin"));
      assertThat(nested.text().getBytes(UTF_8)).hasSizeLessThanOrEqualTo(2_048);
    }
  }

  @Test
  void frames_give_way_before_causes() {
    Throwable error = deep(2_000, new RuntimeException("the root"));
    for (int i = 0; i < 20; i++) {
      error = new IllegalStateException("wrapper " + i, error);
    }
    logs.logger.error("failed", error);

    assertThat(logs.line())
        .hasEntrySatisfying(
            "error.stack_trace",
            trace -> assertThat((String) trace)
                .contains("frames left out", "Caused by: java.lang.RuntimeException: the root"));
    assertThat(logs.text().getBytes(UTF_8)).hasSizeLessThan(16_000);
  }

  @Test
  void a_thousand_keys_do_not_make_a_thousand_fields() {
    IntStream.range(0, 1_000).forEach(i -> logs.mdc.put("user-" + i, "x"));
    logs.logger.info("");

    assertThat(logs.line()).hasSizeLessThan(300).containsEntry("log.truncated", true);
  }

  @Test
  void a_long_key_is_cut() {
    logs.mdc.put("k".repeat(10_000), "v");
    logs.logger.info("");

    assertThat(logs.line()).containsEntry("labels." + "k".repeat(256), "v");
  }

  @Test
  void a_limit_below_the_least_is_reported_and_raised() {
    try (Logs small = Logs.capturing(Logs.encoder(encoder -> {
      encoder.setMaxLineBytes(100);
      return encoder;
    }))) {
      small.logger.info("x".repeat(5_000));

      assertThat(small.warnings())
          .extracting(Object::toString)
          .anyMatch(text -> text.contains("2048"));
      assertThat(small.line()).containsEntry("log.truncated", true);
    }
  }

  private static Throwable deep(int depth, Throwable error) {
    if (depth == 0) {
      error.fillInStackTrace();
      return error;
    }
    return deep(depth - 1, error);
  }
}
