/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import dev.fanlight.exporters.testing.RandomSpans;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The decoder against the encoder, and against the classes that protoc generates. */
class OtlpDecoderTest {

  private static final boolean IS_FULL = "full".equals(System.getProperty("fanlight.proof"));
  private static final ByteString TRACE_ID = ByteString.fromHex("0af7651916cd43dd8448eb211c80319c");
  private static final ByteString SPAN_ID = ByteString.fromHex("b7ad6b7169203331");

  private final OtlpDecoder decoder = new OtlpDecoder();

  static LongStream seeds() {
    return LongStream.rangeClosed(1, IS_FULL ? 400 : 4);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void spans_of_the_sdk_come_back_as_they_were(long seed) {
    List<SpanData> spans = new RandomSpans(seed).spans(100);

    assertComeBack(spans, encoded(spans));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void spans_at_the_borders_of_the_encoding_come_back_as_they_were(long seed) {
    List<SpanData> spans = new BorderlineSpans(seed).spans(10);

    // unpaired surrogates are replaced, which changes the order of keys
    assertComeBack(spans, RandomMessages.canonical(parsed(encoded(spans))).toByteArray());
  }

  private void assertComeBack(List<SpanData> spans, byte[] expected) {
    byte[] message = encoded(spans);

    DecodedSpans decoded = decoder.decode(message, message.length);

    assertThat(decoded.refused()).isZero();
    assertThat(Arrays.mismatch(encoded(decoded.spans()), expected)).isEqualTo(-1);
    assertThat(decoded.spans()).hasSameSizeAs(spans);
    Map<String, SpanData> sent = new HashMap<>();
    spans.forEach(span -> sent.put(span.getTraceId() + span.getSpanId(), span));
    Map<ByteString, Span> oracle = parsedSpans(expected);
    for (ReceivedSpan span : decoded.spans()) {
      SpanData original = Objects.requireNonNull(sent.get(span.getTraceId() + span.getSpanId()));
      Span found = OtlpFieldsTest.expected(span);
      boolean isSame =
          found.equals(oracle.get(found.getSpanId())); // its texts are too long to be shown
      assertThat(isSame).as(span.getSpanId()).isTrue();
      assertThat(span.getSpanContext()).isEqualTo(local(original.getSpanContext()));
      assertThat(span.getParentSpanContext().isRemote())
          .isEqualTo(original.getParentSpanContext().isRemote());
      assertThat(span.getParentSpanContext().isValid())
          .isEqualTo(original.getParentSpanContext().isValid());
      assertThat(span.getLinks().stream().map(LinkData::getSpanContext))
          .isEqualTo(original.getLinks().stream().map(LinkData::getSpanContext).toList());
      assertThat(span.getResource().getAttributes().size())
          .isEqualTo(original.getResource().getAttributes().size());
    }
  }

  /** Whether a span itself is of another process is not on the wire. */
  private static SpanContext local(SpanContext context) {
    return SpanContext.create(
        context.getTraceId(),
        context.getSpanId(),
        context.getTraceFlags(),
        context.getTraceState());
  }

  private static Map<ByteString, Span> parsedSpans(byte[] message) {
    Map<ByteString, Span> spans = new HashMap<>();
    parsed(message)
        .getResourceSpansList()
        .forEach(resource -> resource
            .getScopeSpansList()
            .forEach(
                scope -> scope.getSpansList().forEach(span -> spans.put(span.getSpanId(), span))));
    return spans;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void messages_of_other_exporters_keep_their_content(long seed) {
    RandomMessages messages = new RandomMessages(seed);
    for (int round = 0; round < 10; round++) {
      ExportTraceServiceRequest request = messages.message();

      DecodedSpans decoded = decode(request);

      assertThat(parsed(encoded(decoded.spans()))).isEqualTo(RandomMessages.canonical(request));
      assertThat(Arrays.mismatch(
              encoded(decoded.spans()), RandomMessages.canonical(request).toByteArray()))
          .isEqualTo(-1);
    }
  }

  @Test
  void a_parent_of_which_nobody_knows_whether_it_is_remote_stays_unknown() {
    Span span = span()
        .setParentSpanId(ByteString.fromHex("00f067aa0ba902b7"))
        .setFlags(1)
        .build();

    ReceivedSpan decoded = decode(request(span)).spans().get(0);

    SpanContext parent = decoded.getParentSpanContext();
    assertThat(parent.isValid()).isTrue();
    assertThat(parent.isRemote()).isFalse();
    assertThat(flags(decoded)).isEqualTo(1);
  }

  @Test
  void the_flags_of_a_root_stay_unknown() {
    ReceivedSpan decoded = decode(request(span().build())).spans().get(0);

    assertThat(decoded.getParentSpanContext().isValid()).isFalse();
    assertThat(flags(decoded)).isZero();
  }

  private int flags(ReceivedSpan span) {
    return parsed(encoded(List.of(span)))
        .getResourceSpans(0)
        .getScopeSpans(0)
        .getSpans(0)
        .getFlags();
  }

  @Test
  void a_span_without_ids_costs_only_itself() {
    DecodedSpans decoded = decode(request(
        span().build(),
        span().clearTraceId().build(),
        span().setSpanId(ByteString.copyFrom(new byte[8])).build(),
        span().setParentSpanId(ByteString.copyFrom(new byte[3])).build()));

    assertThat(decoded.spans()).hasSize(1);
    assertThat(decoded.refused()).isEqualTo(3);
    assertThat(decoded.reason()).isEqualTo("its trace_id is not 16 bytes, or zero");
  }

  @Test
  void a_value_that_is_nested_too_deeply_costs_only_its_span() throws IOException {
    byte[] deep = nested(200_000);
    byte[] message = message(span().build(), deep);

    DecodedSpans decoded = decoder.decode(message, message.length);

    assertThat(decoded.spans()).hasSize(1);
    assertThat(decoded.refused()).isEqualTo(1);
    assertThat(decoded.reason()).contains("nested deeper than 64 levels");
  }

  /** A span with an attribute that is a list in a list, and so on. */
  private static byte[] nested(int levels) throws IOException {
    List<byte[]> heads = new ArrayList<>();
    int size = 0;
    for (int i = 0; i < levels; i++) {
      byte[] array = head(1, size); // values of ArrayValue
      byte[] any = head(5, size + (i == 0 ? 0 : array.length)); // array_value of AnyValue
      if (i > 0) {
        heads.add(array);
        size += array.length;
      }
      heads.add(any);
      size += any.length;
    }
    byte[] value = head(2, size);
    byte[] attribute = head(9, size + value.length);
    heads.add(value);
    heads.add(attribute);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(span().build().toByteArray());
    for (int i = heads.size() - 1; i >= 0; i--) {
      out.write(heads.get(i));
    }
    return out.toByteArray();
  }

  private static byte[] head(int field, int length) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CodedOutputStream coded = CodedOutputStream.newInstance(out);
    coded.writeTag(field, 2);
    coded.writeUInt32NoTag(length);
    coded.flush();
    return out.toByteArray();
  }

  private static byte[] message(Span sound, byte[] other) {
    ByteString scope =
        ScopeSpans.newBuilder().addSpans(sound).build().toByteString().concat(field(2, other));
    return field(1, field(2, scope.toByteArray()).toByteArray()).toByteArray();
  }

  private static ByteString field(int number, byte[] content) {
    try {
      return ByteString.copyFrom(head(number, content.length)).concat(ByteString.copyFrom(content));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_message_of_empty_values_is_refused_before_it_fills_the_heap() {
    byte[] message =
        message(span().build(), "Z\0".repeat(1 << 20).getBytes(StandardCharsets.ISO_8859_1));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> decoder.decode(message, message.length))
        .withMessageContaining("values in the message");
  }

  @Test
  void equal_resources_and_scopes_of_two_messages_are_one_object() {
    ExportTraceServiceRequest request = request(span().build());

    ReceivedSpan one = decode(request).spans().get(0);
    ReceivedSpan other = decode(request).spans().get(0);

    assertThat(one.getResource()).isSameAs(other.getResource());
    assertThat(one.getInstrumentationScopeInfo()).isSameAs(other.getInstrumentationScopeInfo());
  }

  @Test
  void what_is_no_attribute_or_link_counts_as_dropped() {
    ReceivedSpan decoded = decode(request(span()
            .addAttributes(KeyValue.newBuilder().setValue(AnyValue.newBuilder().setIntValue(1)))
            .addAttributes(attribute("k"))
            .setDroppedAttributesCount(2)
            .addLinks(Span.Link.newBuilder())
            .build()))
        .spans()
        .get(0);

    assertThat(decoded.getAttributes().get(AttributeKey.longKey("k"))).isEqualTo(1);
    assertThat(decoded.getTotalAttributeCount()).isEqualTo(4);
    assertThat(decoded.getLinks()).isEmpty();
    assertThat(decoded.getTotalRecordedLinks()).isEqualTo(1);
  }

  @Test
  void a_list_of_one_type_is_a_list_of_the_sdk() {
    AnyValue texts = AnyValue.newBuilder()
        .setArrayValue(ArrayValue.newBuilder()
            .addValues(AnyValue.newBuilder().setStringValue("a"))
            .addValues(AnyValue.newBuilder().setStringValue("b")))
        .build();
    Span span =
        span().addAttributes(KeyValue.newBuilder().setKey("k").setValue(texts)).build();

    assertThat(decode(request(span))
            .spans()
            .get(0)
            .getAttributes()
            .get(AttributeKey.stringArrayKey("k")))
        .containsExactly("a", "b");
  }

  @Test
  void a_resource_keeps_only_keys_that_the_sdk_takes() {
    ExportTraceServiceRequest request = ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(ResourceSpans.newBuilder()
            .addScopeSpans(ScopeSpans.newBuilder().addSpans(span()))
            .setResource(Resource.newBuilder()
                .addAttributes(attribute("schlüssel"))
                .addAttributes(attribute("k".repeat(256)))
                .addAttributes(attribute("service.name"))))
        .build();

    assertThat(decode(request).spans().get(0).getResource().getAttributes().asMap())
        .containsOnlyKeys(AttributeKey.longKey("service.name"));
  }

  private static KeyValue.Builder attribute(String key) {
    return KeyValue.newBuilder().setKey(key).setValue(AnyValue.newBuilder().setIntValue(1));
  }

  private static Span.Builder span() {
    return Span.newBuilder().setTraceId(TRACE_ID).setSpanId(SPAN_ID).setName("GET /");
  }

  private static ExportTraceServiceRequest request(Span... spans) {
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(ResourceSpans.newBuilder()
            .addScopeSpans(ScopeSpans.newBuilder().addAllSpans(List.of(spans))))
        .build();
  }

  private DecodedSpans decode(ExportTraceServiceRequest request) {
    byte[] message = request.toByteArray();
    return decoder.decode(message, message.length);
  }

  private static byte[] encoded(List<? extends SpanData> spans) {
    return new OtlpEncoder().encodeInChunks(List.copyOf(spans)).toByteArray();
  }

  private static ExportTraceServiceRequest parsed(byte[] message) {
    try {
      CodedInputStream in = CodedInputStream.newInstance(message);
      in.setRecursionLimit(1_000);
      return ExportTraceServiceRequest.parseFrom(in);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
