/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.settings.RuleSettings;
import dev.fanlight.exporters.testing.FakeSpan;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceSamplerTest {

  private static final int TRACES = 10_000;

  @Test
  void a_span_with_a_threshold_is_kept_by_the_last_56_bits_of_its_trace_id() {
    TraceSampler half = new TraceSampler(0.5);

    assertThat(half.sample(span("00000000000000000080000000000000", "ot=th:0"))).isNotNull();
    assertThat(half.sample(span("ffffffffffffffffff7fffffffffffff", "ot=th:0"))).isNull();
  }

  @Test
  void an_explicit_randomness_goes_before_the_trace_id() {
    TraceSampler half = new TraceSampler(0.5);

    assertThat(half.sample(span("000000000000000000ffffffffffffff", "ot=th:0;rv:7fffffffffffff")))
        .isNull();
    assertThat(half.sample(span("ffffffffffffffffff00000000000000", "ot=rv:80000000000000;th:0")))
        .isNotNull();
  }

  @Test
  void the_new_threshold_is_written_in_front_and_all_else_survives() {
    SpanData kept = Objects.requireNonNull(new TraceSampler(0.1)
        .sample(span(
            "0000000000000001ffffffffffffffff",
            "congo=t61,ot=a:b;th:8;rv:fffffffffffff0,rojo=00")));

    assertThat(header(kept)).isEqualTo("ot=th:e666;a:b;rv:fffffffffffff0,congo=t61,rojo=00");
    assertThat(kept.getTraceId()).isEqualTo("0000000000000001ffffffffffffffff");
    assertThat(kept.getSpanContext().getTraceFlags()).isEqualTo(TraceFlags.getSampled());
  }

  @Test
  void a_span_that_is_rarer_already_passes_as_it_is() {
    SpanData rare = span("0000000000000001ffffffffffffffff", "ot=th:fd70a");

    assertThat(new TraceSampler(0.1).sample(rare)).isSameAs(rare);
    assertThat(new TraceSampler(0.01).sample(rare)).isSameAs(rare);
  }

  @Test
  void a_threshold_that_cannot_be_true_is_erased() {
    SpanData impossible = span("00000000000000010000000000000001", "congo=t61,ot=th:8;a:b");
    SpanData alone = span("00000000000000010000000000000001", "ot=th:8");

    assertThat(header(new TraceSampler(0.999).sample(impossible))).isEqualTo("ot=a:b,congo=t61");
    assertThat(header(new TraceSampler(0.999).sample(alone))).isEmpty();
  }

  @Test
  void what_is_no_threshold_or_no_randomness_is_taken_for_none() {
    TraceSampler half = new TraceSampler(0.5);
    String high = "000000000000000000ffffffffffffff";

    for (String state :
        List.of("ot=th:xyz", "ot=th:", "ot=th:000000000000000", "ot=athb:0", "ot=x;th")) {
      assertThat(half.sample(span(high, state)) == null)
          .as(state)
          .isEqualTo(half.sample(span(high, "")) == null);
    }
    for (String rv :
        List.of("rv:0", "rv:0000000000000G", "rv:0000000000000A", "rv:000000000000000")) {
      assertThat(half.sample(span(high, "ot=th:0;" + rv))).as(rv).isNotNull();
    }
  }

  @Test
  void a_full_trace_state_loses_its_last_member_and_a_full_member_its_threshold() {
    TraceStateBuilder full = TraceState.builder();
    for (int i = 31; i >= 1; i--) {
      full.put("v" + i, "x");
    }
    full.put("ot", "th:0");
    String long256 = "a:" + "x".repeat(249) + ";th:0";
    SpanData many = FakeSpan.named("s").trace("0000000000000001ffffffffffffffff", full.build());
    SpanData longest = span("0000000000000001ffffffffffffffff", "ot=" + long256);

    assertThat(header(new TraceSampler(0.1).sample(many)))
        .startsWith("ot=th:e666,v1=x")
        .endsWith("v31=x");
    assertThat(long256).hasSize(256);
    assertThat(header(new TraceSampler(0.1).sample(longest)))
        .isEqualTo("ot=" + long256.replace(";th:0", ""));
  }

  @Test
  void a_remote_context_stays_remote() {
    SpanContext remote = SpanContext.createFromRemoteParent(
        "0000000000000001ffffffffffffffff",
        "b7ad6b7169203331",
        TraceFlags.fromByte((byte) 3),
        state("ot=th:0"));

    SpanData kept =
        Objects.requireNonNull(new TraceSampler(0.1).sample(FakeSpan.named("s").context(remote)));

    assertThat(kept.getSpanContext().isRemote()).isTrue();
    assertThat(kept.getSpanContext().getTraceFlags().asHex()).isEqualTo("03");
    assertThat(kept.getSpanContext().getSpanId()).isEqualTo("b7ad6b7169203331");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void the_kept_sets_are_nested_and_as_large_as_the_rate_says(long seed) {
    for (String state : List.of("", "ot=th:0")) {
      List<SpanData> spans = spans(new Random(seed), state);
      Set<String> before = ids(spans);
      for (double rate : new double[] {0.9, 0.5, 0.25, 0.1, 0.01, 0.001}) {
        Set<String> kept = kept(spans, new TraceSampler(rate));

        assertThat(before.containsAll(kept)).isTrue();
        assertThat(kept.size()).isBetween(lower(TRACES, rate), upper(TRACES, rate));
        before = kept;
      }
    }
    assertThat(kept(spans(new Random(seed), ""), new TraceSampler(0))).isEmpty();
    assertThat(kept(spans(new Random(seed), "ot=th:0"), new TraceSampler(0))).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void our_share_is_independent_of_the_stock_ratio_sampler(long seed) {
    for (double stock : new double[] {0.5, 0.1, 0.01}) {
      List<SpanData> arriving = stockSampled(seed, stock);
      for (double ours : new double[] {0.5, 0.1, 0.01}) {
        int kept = kept(arriving, new TraceSampler(ours)).size();

        assertThat(kept)
            .as(stock + " by stock, " + ours + " by us, of " + arriving.size())
            .isBetween(lower(arriving.size(), ours), upper(arriving.size(), ours));
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void the_share_is_even_over_the_range_that_the_stock_sampler_lets_through(long seed) {
    List<SpanData> arriving = stockSampled(seed, 0.2);
    TraceSampler tenth = new TraceSampler(0.1);
    int[] seen = new int[16];
    int[] kept = new int[16];
    for (SpanData span : arriving) {
      long low = Math.abs(Long.parseUnsignedLong(span.getTraceId().substring(16), 16));
      int bucket = (int) (low / (0.2 * Long.MAX_VALUE / 16));
      seen[Math.min(bucket, 15)]++;
      kept[Math.min(bucket, 15)] += tenth.sample(span) == null ? 0 : 1;
    }

    double chiSquare = IntStream.range(0, 16)
        .mapToDouble(i -> Math.pow(kept[i] - seen[i] * 0.1, 2) / (seen[i] * 0.1 * 0.9))
        .sum();

    assertThat(chiSquare).isLessThan(45); // 16 degrees of freedom: exceeded once in 7,000 seeds
  }

  @Test
  void ids_with_a_clock_or_nothing_in_front_are_sampled_as_evenly() {
    for (String front : List.of("0000000000000000", "6560a1b200000000")) {
      Random random = new Random(9);
      List<SpanData> spans = new ArrayList<>();
      for (int i = 0; i < TRACES; i++) {
        spans.add(span(front + hex(random.nextLong()), ""));
      }

      assertThat(kept(spans, new TraceSampler(0.1)).size())
          .isBetween(lower(TRACES, 0.1), upper(TRACES, 0.1));
    }
  }

  @Test
  void the_decision_never_changes_between_versions() {
    TraceSampler half = new TraceSampler(0.5);
    String decisions = new Random(42)
        .longs(32)
        .mapToObj(low -> half.sample(span(hex(~low) + hex(low), "")) == null ? "0" : "1")
        .reduce("", String::concat);

    assertThat(decisions).isEqualTo("00100010101001101111111110010101");
  }

  @ParameterizedTest(name = "sample {0}")
  @ValueSource(doubles = {0, 0.1, 0.5, 1})
  void asked_about_a_trace_it_says_what_becomes_of_its_spans(double rate) {
    RuleSettings settings = sample(rate);
    Rules rules = Rules.of(settings);

    for (String state : List.of("", "ot=th:0", "ot=th:8", "ot=rv:80000000000000", "ot=th:junk")) {
      List<SpanData> spans = spans(new Random(4), state);

      assertThat(ids(rules.apply(spans).kept()))
          .as(state)
          .isEqualTo(ids(spans.stream()
              .filter(span -> Rules.samples(settings, span.getSpanContext()))
              .toList()));
    }
  }

  private static RuleSettings sample(double rate) {
    return new RuleSettings(
        List.of(), Map.of(), rate, Set.of(), Set.of(), Set.of(), Map.of(), Map.of(), true);
  }

  private static List<SpanData> stockSampled(long seed, double ratio) {
    Sampler stock = Sampler.traceIdRatioBased(ratio);
    return spans(new Random(seed), "").stream()
        .filter(span -> stock
                .shouldSample(
                    Context.root(),
                    span.getTraceId(),
                    "s",
                    SpanKind.SERVER,
                    Attributes.empty(),
                    List.of())
                .getDecision()
            == SamplingDecision.RECORD_AND_SAMPLE)
        .toList();
  }

  private static List<SpanData> spans(Random random, String state) {
    List<SpanData> spans = new ArrayList<>();
    for (int i = 0; i < TRACES; i++) {
      spans.add(span(hex(random.nextLong()) + hex(random.nextLong()), state));
    }
    return spans;
  }

  private static Set<String> kept(List<SpanData> spans, TraceSampler sampling) {
    Set<String> kept = new HashSet<>();
    for (SpanData span : spans) {
      if (sampling.sample(span) != null) {
        kept.add(span.getTraceId());
      }
    }
    return kept;
  }

  private static Set<String> ids(List<SpanData> spans) {
    Set<String> ids = new HashSet<>();
    spans.forEach(span -> ids.add(span.getTraceId()));
    return ids;
  }

  private static int lower(int of, double rate) {
    return (int) Math.floor(of * rate - 5 * Math.sqrt(of * rate * (1 - rate)) - 1);
  }

  private static int upper(int of, double rate) {
    return (int) Math.ceil(of * rate + 5 * Math.sqrt(of * rate * (1 - rate)) + 1);
  }

  private static String hex(long bits) {
    return HexFormat.of().toHexDigits(bits);
  }

  private static SpanData span(String traceId, String header) {
    return FakeSpan.named("s").trace(traceId, state(header));
  }

  private static TraceState state(String header) {
    TraceStateBuilder builder = TraceState.builder();
    String[] members = header.isEmpty() ? new String[0] : header.split(",", -1);
    for (int i = members.length - 1; i >= 0; i--) {
      builder.put(
          members[i].substring(0, members[i].indexOf('=')),
          members[i].substring(members[i].indexOf('=') + 1));
    }
    return builder.build();
  }

  private static String header(@Nullable SpanData span) {
    SpanData kept = Objects.requireNonNull(span, "not kept");
    List<String> members = new ArrayList<>();
    kept.getSpanContext().getTraceState().forEach((key, value) -> members.add(key + "=" + value));
    return String.join(",", members);
  }
}
