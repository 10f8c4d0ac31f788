/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import dev.fanlight.exporters.spi.EncodedBatch;
import dev.fanlight.exporters.spi.WireFormat;
import dev.fanlight.exporters.spi.WireFormat.Refusal;
import dev.fanlight.exporters.testing.FakeSpan;
import dev.fanlight.exporters.testing.RandomSpans;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpWireTest {

  private static final String PROTOBUF = "application/x-protobuf";

  private final WireFormat wire = new OtlpWire();

  @Test
  void the_service_loader_finds_it() {
    assertThat(ServiceLoader.load(WireFormat.class))
        .anyMatch(found -> found.name().equals("otlp"));
  }

  @Test
  void an_encoder_is_used_many_times() throws InvalidProtocolBufferException {
    WireFormat.Encoder encoder = wire.newEncoder();
    RandomSpans random = new RandomSpans(5);
    for (int size = 1; size < 60; size += 7) {
      var spans = random.spans(size);

      EncodedBatch batch = encoder.encode(spans);

      assertThat(batch.spans()).isEqualTo(size);
      assertThat(placed(batch)).hasSize(size);
    }
  }

  @Test
  void a_span_that_fails_to_encode_does_not_spoil_the_next_batch()
      throws InvalidProtocolBufferException {
    WireFormat.Encoder encoder = wire.newEncoder();
    FakeSpan broken = FakeSpan.named("broken").events();
    var spans = new ArrayList<>(new RandomSpans(1).spans(3));
    spans.add(new BrokenSpan(broken));

    assertThatIllegalStateException().isThrownBy(() -> encoder.encode(spans));

    assertThat(placed(encoder.encode(spans.subList(0, 3)))).hasSize(3);
  }

  @Test
  void a_batch_over_what_the_sdk_takes_at_once_is_encoded_in_halves()
      throws InvalidProtocolBufferException {
    String value = "x".repeat(40 << 20); // the SDK takes 64 MiB from 1.67 on
    var spans = List.<SpanData>of(withValue("a", value), withValue("b", value));

    EncodedBatch batch = wire.newEncoder().encode(spans);

    assertThat(batch.spans()).isEqualTo(2);
    assertThat(placed(batch))
        .extracting(placed -> placed.span.getName())
        .containsExactlyInAnyOrder("a", "b");
  }

  private static SpanData withValue(String name, String value) {
    return FakeSpan.named(name).attributes(Attributes.builder().put("k", value).build());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void slices_hold_the_same_spans_in_order_within_the_limits(long seed)
      throws InvalidProtocolBufferException {
    Random random = new Random(seed);
    EncodedBatch batch =
        wire.newEncoder().encode(new RandomSpans(seed).spans(1 + random.nextInt(80)));
    for (int i = 0; i < 20; i++) {
      int maxSpans = 1 + random.nextInt(40);
      int maxBytes = 1 + random.nextInt(20_000);

      List<EncodedBatch> parts = wire.slice(batch, maxSpans, maxBytes);

      assertThat(placed(parts.toArray(EncodedBatch[]::new))).isEqualTo(placed(batch));
      for (EncodedBatch part : parts) {
        assertThat(placed(part)).hasSize(part.spans());
        assertThat(part.spans()).isBetween(1, maxSpans);
        assertThat(part.spans() == 1 || part.bytes().length <= maxBytes).isTrue();
      }
    }
  }

  @Test
  void a_part_is_full_to_the_last_byte() {
    EncodedBatch batch = wire.newEncoder().encode(new RandomSpans(11).spans(40));
    int size = batch.bytes().length;

    assertThat(wire.slice(batch, 40, size)).containsExactly(batch);
    assertThat(wire.slice(batch, 40, size - 1)).hasSize(2);
    List<EncodedBatch> first = wire.slice(batch, 20, Integer.MAX_VALUE);
    assertThat(wire.slice(batch, 40, first.get(0).bytes().length).get(0).bytes())
        .isEqualTo(first.get(0).bytes());
  }

  @Test
  void a_span_over_the_limit_is_a_part_of_its_own() {
    EncodedBatch batch = wire.newEncoder().encode(new RandomSpans(3).spans(5));

    assertThat(wire.slice(batch, 1_000, 1)).hasSize(5).allMatch(part -> part.spans() == 1);
  }

  @Test
  void fields_of_a_later_version_are_in_every_part() throws InvalidProtocolBufferException {
    UnknownFieldSet later = UnknownFieldSet.newBuilder()
        .mergeLengthDelimitedField(900, ByteString.copyFromUtf8("later"))
        .mergeVarintField(901, -1)
        .build();
    ExportTraceServiceRequest request = ExportTraceServiceRequest.newBuilder()
        .setUnknownFields(later)
        .addResourceSpans(ResourceSpans.newBuilder()
            .setUnknownFields(later)
            .setSchemaUrl("r")
            .addScopeSpans(ScopeSpans.newBuilder()
                .setUnknownFields(later)
                .setSchemaUrl("s")
                .addSpans(Span.newBuilder().setName("a").setUnknownFields(later))
                .addSpans(Span.newBuilder().setName("b"))))
        .build();

    List<EncodedBatch> parts = wire.slice(new EncodedBatch(request.toByteArray(), 2), 1, 10_000);

    assertThat(parts).hasSize(2);
    for (EncodedBatch part : parts) {
      ExportTraceServiceRequest decoded = ExportTraceServiceRequest.parseFrom(part.bytes());
      ResourceSpans resource = decoded.getResourceSpans(0);
      assertThat(decoded.getUnknownFields()).isEqualTo(later);
      assertThat(resource.getUnknownFields()).isEqualTo(later);
      assertThat(resource.getSchemaUrl()).isEqualTo("r");
      assertThat(resource.getScopeSpans(0).getUnknownFields()).isEqualTo(later);
      assertThat(resource.getScopeSpans(0).getSchemaUrl()).isEqualTo("s");
    }
  }

  @Test
  void joined_messages_are_one_message() throws InvalidProtocolBufferException {
    WireFormat.Encoder encoder = wire.newEncoder();
    EncodedBatch first = encoder.encode(new RandomSpans(1).spans(10));
    EncodedBatch second = encoder.encode(new RandomSpans(2).spans(7));

    EncodedBatch joined = wire.join(List.of(first, second));

    assertThat(joined.spans()).isEqualTo(17);
    assertThat(placed(joined)).isEqualTo(placed(first, second));
    assertThat(wire.join(List.of(first))).isSameAs(first);
    assertThat(placed(wire.slice(joined, 3, 5_000).toArray(EncodedBatch[]::new)))
        .isEqualTo(placed(joined));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void a_damaged_message_is_refused_and_never_loses_spans_silently(long seed) {
    Random random = new Random(seed);
    EncodedBatch batch = wire.newEncoder().encode(new RandomSpans(seed).spans(10));
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = batch.bytes().clone();
      if (random.nextBoolean()) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      } else {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        int spans = wire.slice(new EncodedBatch(bytes, 10), 1, Integer.MAX_VALUE).stream()
            .mapToInt(EncodedBatch::spans)
            .sum();

        assertThat(spans).isEqualTo(10);
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageContaining("not ");
      }
    }
  }

  @Test
  void a_message_with_another_number_of_spans_is_refused() {
    EncodedBatch batch = wire.newEncoder().encode(new RandomSpans(1).spans(10));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> wire.slice(new EncodedBatch(batch.bytes(), 11), 5, 100_000))
        .withMessageContaining("10 spans found, 11 expected");
  }

  @Test
  void a_partial_success_takes_spans_back() {
    byte[] body = ExportTraceServiceResponse.newBuilder()
        .setPartialSuccess(
            ExportTracePartialSuccess.newBuilder().setRejectedSpans(3).setErrorMessage("too old"))
        .build()
        .toByteArray();

    assertThat(wire.refusal(PROTOBUF, body)).isEqualTo(new Refusal(3, "too old"));
    assertThat(wire.refusal("Application/X-Protobuf; charset=x", body))
        .isEqualTo(new Refusal(3, "too old"));
    for (String other : List.of("application/protobuf", "application/json", "")) {
      assertThat(wire.refusal(other, body)).as(other).isEqualTo(new Refusal(3, "too old"));
    }
  }

  @Test
  void a_partial_success_of_nothing_is_a_warning() {
    byte[] body = ExportTraceServiceResponse.newBuilder()
        .setPartialSuccess(ExportTracePartialSuccess.newBuilder().setErrorMessage("slow down"))
        .build()
        .toByteArray();

    assertThat(wire.refusal(PROTOBUF, body)).isEqualTo(new Refusal(0, "slow down"));
  }

  @Test
  void an_answer_that_says_nothing_takes_nothing_back() {
    byte[] negative = ExportTraceServiceResponse.newBuilder()
        .setPartialSuccess(ExportTracePartialSuccess.newBuilder().setRejectedSpans(-5))
        .build()
        .toByteArray();

    assertThat(wire.refusal(PROTOBUF, negative)).isEqualTo(Refusal.NONE);
    assertThat(wire.refusal(PROTOBUF, new byte[0])).isEqualTo(Refusal.NONE);
    for (String body : List.of("{}", "OK", "<html></html>", "{\"partialSuccess\":{}}")) {
      assertThat(wire.refusal(PROTOBUF, body.getBytes(StandardCharsets.UTF_8)))
          .as(body)
          .isEqualTo(Refusal.NONE);
    }
  }

  /** Each span with the resource and scope it stands under, in order. */
  private static List<Placed> placed(EncodedBatch... batches)
      throws InvalidProtocolBufferException {
    List<Placed> all = new ArrayList<>();
    for (EncodedBatch batch : batches) {
      ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(batch.bytes());
      for (ResourceSpans resource : request.getResourceSpansList()) {
        for (ScopeSpans scope : resource.getScopeSpansList()) {
          for (Span span : scope.getSpansList()) {
            all.add(new Placed(
                resource.toBuilder().clearScopeSpans().build(),
                scope.toBuilder().clearSpans().build(),
                span));
          }
        }
      }
    }
    return all;
  }

  private record Placed(ResourceSpans resource, ScopeSpans scope, Span span) {}

  private static final class BrokenSpan extends DelegatingSpanData {
    BrokenSpan(FakeSpan span) {
      super(span);
    }

    @Override
    public String getName() {
      throw new IllegalStateException("broken");
    }
  }
}
