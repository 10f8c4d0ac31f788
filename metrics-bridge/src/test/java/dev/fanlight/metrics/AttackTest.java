/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.testing.LongProof;
import io.opentelemetry.api.trace.SpanKind;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Span names and attribute values without end. */
@LongProof
class AttackTest {
  private static final int NAMES =
      "full".equals(System.getProperty("fanlight.proof")) ? 1_000_000 : 50_000;
  private static final int THREADS = 4;
  private static final int LIMIT = 500;
  private static final String CALLS = "traces_span_metrics_calls_total";

  private final MetricsBridge bridge = MetricsBridge.builder()
      .noEndpoint()
      .jvmMetrics(false)
      .dimensions("user.id")
      .maxSeries(LIMIT)
      .start();

  @Test
  void series_stay_at_the_limit_memory_stays_flat_and_good_series_are_unharmed() throws Exception {
    try (var application = new Application(bridge)) {
      for (int i = 0; i < 10; i++) {
        application.end("checkout", Duration.ofMillis(5));
      }

      attack(application, 0, NAMES / 2);
      long half = usedBytes();
      attack(application, NAMES / 2, NAMES);
      long all = usedBytes();
      for (int i = 0; i < 10; i++) {
        application.end("checkout", Duration.ofMillis(5));
      }
      application.end("found while under attack", Duration.ofMillis(5));

      Shown shown = Shown.by(bridge);
      assertThat(shown.sum("fanlight_metrics_series")).isLessThanOrEqualTo(LIMIT);
      assertThat(shown.all(CALLS)).hasSizeLessThanOrEqualTo(LIMIT);
      assertThat(all - half).isLessThan(8 << 20);
      assertThat(shown.sum(CALLS, "span_name", "checkout")).isEqualTo(20);
      assertThat(shown.sum(CALLS)).isEqualTo(NAMES + 21);
      assertThat(shown.sum("fanlight_metrics_overflow_spans_total", "label", "span_name"))
          .isGreaterThan(NAMES - LIMIT);
      assertThat(shown.sum("fanlight_metrics_overflow_spans_total", "label", "user_id"))
          .isGreaterThan(NAMES - LIMIT);
    }
  }

  @Test
  void one_label_without_end_leaves_the_others_as_they_are() {
    try (var application = new Application(bridge)) {
      for (int i = 0; i < 10_000; i++) {
        String user = "user-" + (char) ('a' + i % 26) + i;
        application.end(
            "operation " + letters(i % 10),
            SpanKind.SERVER,
            span -> span.setAttribute("user.id", user));
      }

      Shown shown = Shown.by(bridge);
      for (int i = 0; i < 10; i++) {
        assertThat(shown.sum(CALLS, "span_name", "operation " + letters(i))).isEqualTo(1_000);
      }
      assertThat(shown.all(CALLS, "span_name", "__cardinality_overflow__")).isEmpty();
    }
  }

  private static void attack(Application application, int from, int to) throws Exception {
    var threads = Executors.newFixedThreadPool(THREADS);
    List<Future<?>> attackers = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      int first = from + thread;
      attackers.add(threads.submit(() -> {
        for (int i = first; i < to; i += THREADS) {
          String unique = letters(i);
          application.end(
              unique, SpanKind.SERVER, span -> span.setAttribute("user.id", unique + "@example"));
        }
      }));
    }
    for (Future<?> attacker : attackers) {
      attacker.get();
    }
    threads.shutdown();
  }

  /** A name that looks like no id. */
  private static String letters(int i) {
    return Integer.toString(i, 10)
        .chars()
        .collect(
            StringBuilder::new,
            (name, digit) -> name.append((char) ('k' + digit - '0')),
            StringBuilder::append)
        .toString();
  }

  private static long usedBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
