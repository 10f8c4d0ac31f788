/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.fanlight.exporters.testing.FakeSpan;
import dev.fanlight.exporters.testing.RandomSpans;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The encoder against the stock exporter: equal bytes for equal spans. */
class OtlpOracleTest {

  private static final boolean IS_FULL = "full".equals(System.getProperty("fanlight.proof"));

  private final ChunkedEncoder encoder = new OtlpEncoder();

  static LongStream seeds() {
    return LongStream.rangeClosed(1, IS_FULL ? 400 : 12);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void spans_of_one_scope_have_the_bytes_of_the_stock_exporter(long seed) {
    Random random = new Random(seed);
    RandomSpans spans = new RandomSpans(seed);
    try (StockEncoder stock = new StockEncoder(MemoryMode.REUSABLE_DATA)) {
      for (int round = 0; round < 10; round++) {
        FakeSpan model = spans.span();
        List<SpanData> batch = new ArrayList<>();
        for (int i = random.nextInt(100); i >= 0; i--) {
          batch.add(spans
              .span()
              .resource(model.getResource())
              .scope(model.getInstrumentationScopeInfo()));
        }

        assertSame(encoded(batch), stock.encode(batch));
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void spans_at_the_borders_of_the_encoding_have_the_bytes_of_the_stock_exporter(long seed) {
    BorderlineSpans spans = new BorderlineSpans(seed);
    try (StockEncoder stock = new StockEncoder(MemoryMode.REUSABLE_DATA)) {
      for (int round = 0; round < 8; round++) {
        List<SpanData> batch = spans.spans(1 + round * 2);

        assertSame(encoded(batch), stock.encode(batch));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(MemoryMode.class)
  void the_memory_mode_of_the_stock_exporter_makes_no_difference(MemoryMode mode) {
    List<SpanData> batch = new BorderlineSpans(0).spans(20);
    try (StockEncoder stock = new StockEncoder(mode)) {
      assertSame(encoded(batch), stock.encode(batch));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void many_resources_and_scopes_make_the_groups_of_the_stock_exporter(long seed)
      throws InvalidProtocolBufferException {
    List<SpanData> batch = new RandomSpans(seed).spans(100);
    try (StockEncoder stock = new StockEncoder(MemoryMode.REUSABLE_DATA)) {
      assertThat(groups(encoded(batch)))
          .containsExactlyInAnyOrderElementsOf(groups(stock.encode(batch)));
    }
  }

  @Test
  void groups_are_in_order_of_first_appearance() throws InvalidProtocolBufferException {
    List<SpanData> batch = new RandomSpans(1).spans(100);
    Map<Resource, Map<InstrumentationScopeInfo, List<String>>> expected = new LinkedHashMap<>();
    for (SpanData span : batch) {
      expected
          .computeIfAbsent(span.getResource(), resource -> new LinkedHashMap<>())
          .computeIfAbsent(span.getInstrumentationScopeInfo(), scope -> new ArrayList<>())
          .add(span.getSpanId());
    }

    List<List<String>> found = new ArrayList<>();
    for (ResourceSpans resource :
        ExportTraceServiceRequest.parseFrom(encoded(batch)).getResourceSpansList()) {
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        found.add(scope.getSpansList().stream()
            .map(span -> HexFormat.of().formatHex(span.getSpanId().toByteArray()))
            .toList());
      }
    }
    assertThat(found)
        .isEqualTo(expected.values().stream()
            .flatMap(scopes -> scopes.values().stream())
            .toList());
  }

  private static void assertSame(byte[] found, byte[] expected) {
    int at = Arrays.mismatch(found, expected);
    if (at >= 0) {
      int from = Math.max(0, at - 40);
      assertThat(excerpt(found, from)).as("from byte " + from).isEqualTo(excerpt(expected, from));
    }
  }

  private static String excerpt(byte[] message, int from) {
    return HexFormat.of().formatHex(message, from, Math.min(message.length, from + 80));
  }

  private byte[] encoded(List<SpanData> batch) {
    return encoder.encodeInChunks(batch).toByteArray();
  }

  /** A ScopeSpans with the resource it is under. */
  private record Group(ResourceSpans resource, ScopeSpans scope) {}

  private static List<Group> groups(byte[] message) throws InvalidProtocolBufferException {
    List<Group> groups = new ArrayList<>();
    for (ResourceSpans resource :
        ExportTraceServiceRequest.parseFrom(message).getResourceSpansList()) {
      ResourceSpans bare = resource.toBuilder().clearScopeSpans().build();
      resource.getScopeSpansList().forEach(scope -> groups.add(new Group(bare, scope)));
    }
    return groups;
  }
}
