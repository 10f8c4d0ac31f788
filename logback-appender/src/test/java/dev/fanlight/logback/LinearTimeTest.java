/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import net.logstash.logback.argument.StructuredArguments;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.event.KeyValuePair;

/** The time for a line grows with the length of its texts, and no faster, whatever strangers send. */
class LinearTimeTest {
  private static final int FACTOR = 16;
  private static final int LOOKS = 20;

  private final LoggerContext context = new LoggerContext();
  private final FanlightEncoder encoder = new FanlightEncoder(Environments.EMPTY);

  static Stream<Arguments> hostile_events() {
    return Stream.of(
        event(
            "a secret that nearly matches the message everywhere",
            20_000,
            size -> new Event("a".repeat(size)).with("password", "a".repeat(size / 2) + "b")),
        event(
            "a secret of repeated pieces",
            20_000,
            size -> new Event("ab".repeat(size / 2)).with("token", "ab".repeat(size / 4) + "a")),
        event(
            "a secret in a structured argument",
            20_000,
            size -> new Event("{} " + "a".repeat(size))
                .argument(StructuredArguments.keyValue("pwd", "a".repeat(size / 2) + "b"))),
        event("addresses", 20_000, size -> new Event("x://".repeat(size / 4))),
        event("addresses with users", 20_000, size -> new Event("x://u:p@".repeat(size / 8))),
        event("lone surrogates", 20_000, size -> new Event("\ud800".repeat(size))),
        event(
            "a long exception message",
            20_000,
            size -> new Event("").thrown(new IllegalStateException("x\n".repeat(size / 2)))),
        event("suppressed exceptions", 500, size -> new Event("").thrown(suppressing(size))),
        event("a deep list", 1_000, size -> new Event("").with("deep", deep(size))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostile_events")
  void time_grows_with_the_length(String name, int size, IntFunction<Event> event) {
    encoder.setContext(context);
    encoder.start();
    long small = minNanos(event.apply(size));
    long large = minNanos(event.apply(size * FACTOR));

    assertThat(large).isLessThan(small * 4 * FACTOR + 2_000_000L);
  }

  private long minNanos(Event event) {
    long min = Long.MAX_VALUE;
    for (int look = 0; look < LOOKS; look++) {
      ILoggingEvent logged = event.in(context);
      long start = System.nanoTime();
      encoder.encode(logged);
      min = Math.min(min, System.nanoTime() - start);
    }
    return min;
  }

  private static Object deep(int depth) {
    Object value = "x";
    for (int i = 0; i < depth; i++) {
      value = List.of(value);
    }
    return value;
  }

  private static Throwable suppressing(int exceptions) {
    var error = new IllegalStateException("outer");
    for (int i = 0; i < exceptions; i++) {
      error.addSuppressed(new IllegalStateException("inner"));
    }
    return error;
  }

  private static Arguments event(String name, int size, IntFunction<Event> event) {
    return Arguments.of(name, size, event);
  }

  /** An event to be. */
  private static final class Event {
    private final String message;
    private final List<KeyValuePair> pairs = new ArrayList<>();
    private Object[] arguments = {};
    private @Nullable Throwable thrown;

    Event(String message) {
      this.message = message;
    }

    Event with(String key, Object value) {
      pairs.add(new KeyValuePair(key, value));
      return this;
    }

    Event argument(Object argument) {
      arguments = new Object[] {argument};
      return this;
    }

    Event thrown(Throwable error) {
      thrown = error;
      return this;
    }

    ILoggingEvent in(LoggerContext context) {
      var event =
          new LoggingEvent("", context.getLogger("shop"), Level.INFO, message, thrown, arguments);
      pairs.forEach(event::addKeyValuePair);
      return event;
    }
  }
}
