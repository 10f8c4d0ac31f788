/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.section;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeptTracePredicateTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  private static SpanContext span(String traceId, String ot) {
    TraceState state = ot.isEmpty()
        ? TraceState.getDefault()
        : TraceState.builder().put("ot", ot).build();
    return SpanContext.create(traceId, "00f067aa0ba902b7", TraceFlags.getSampled(), state);
  }

  @Test
  void a_vendor_that_keeps_all_keeps_every_trace() {
    var kept = new KeptTracePredicate(() -> 1);

    assertThat(kept).accepts(span(TRACE, ""), span(TRACE, "th:0"), span(TRACE, "junk"));
  }

  @Test
  void vendors_that_sample_nothing_keep_none() {
    assertThat(new KeptTracePredicate(() -> 0)).rejects(span(TRACE, ""), span(TRACE, "th:0"));
  }

  @Test
  void with_a_threshold_the_random_bits_of_the_trace_decide() {
    var tenth = new KeptTracePredicate(() -> 0.1);

    assertThat(tenth)
        .accepts(span(TRACE, "th:0;rv:e6666700000000"), span(TRACE, "rv:ffffffffffffff;th:8"))
        .rejects(span(TRACE, "th:0;rv:e6666500000000"), span(TRACE, "th:0"));
    assertThat(new KeptTracePredicate(() -> 0.2)) // the last 56 bits are ce929d0e0e4736
        .accepts(span(TRACE, "th:0"));
  }

  @Test
  void without_a_threshold_a_share_of_all_traces_is_kept_whatever_their_ids() {
    var quarter = new KeptTracePredicate(() -> 0.25);
    var random = new Random(5);
    int kept = 0;
    for (int i = 0; i < 10_000; i++) {
      String low = String.format("0000000000000000%016x", random.nextInt() | 1L);
      kept += quarter.test(span(low, "")) ? 1 : 0;
    }

    assertThat(kept).isBetween(2_300, 2_700);
  }

  @Test
  void random_bits_that_are_none_are_as_good_as_absent() {
    var half = new KeptTracePredicate(() -> 0.5);
    boolean asIs = half.test(span(TRACE, ""));

    for (String junk : List.of("rv:", "rv:zz", "rv:e66667000000001", "rv:E6666700000000")) {
      assertThat(half.test(span(TRACE, junk))).isEqualTo(asIs);
      assertThat(half)
          .accepts(span(TRACE, "th:0;" + junk)); // by the bits of the id, ce929d0e0e4736
    }
  }

  @Test
  void a_change_of_the_rate_is_noticed() {
    double[] rate = {0};
    var kept = new KeptTracePredicate(() -> rate[0]);
    assertThat(kept).rejects(span(TRACE, ""));
    rate[0] = 1;

    for (int i = 0; i < 1_024; i++) {
      kept.test(span(TRACE, ""));
    }

    assertThat(kept).accepts(span(TRACE, ""));
  }
}
