/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceGroupingTest {

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void each_span_is_in_the_message_of_its_partition_with_its_resource_and_scope(long seed)
      throws Exception {
    Random random = new Random(seed);
    int partitions = 1 + random.nextInt(12);
    ExportTraceServiceRequest request = request(random);

    Map<Integer, byte[]> messages = TraceGrouping.of(request.toByteArray(), partitions);

    assertThat(messages).hasSizeLessThanOrEqualTo(partitions);
    Set<String> found = new HashSet<>();
    for (Map.Entry<Integer, byte[]> message : messages.entrySet()) {
      for (String span : described(ExportTraceServiceRequest.parseFrom(message.getValue()))) {
        assertThat(found.add(span)).isTrue();
        byte[] traceId = span.substring(0, 32).getBytes(StandardCharsets.US_ASCII);
        assertThat(message.getKey())
            .isEqualTo(Utils.toPositive(Utils.murmur2(traceId)) % partitions);
      }
    }
    assertThat(found).isEqualTo(described(request));
  }

  @ParameterizedTest(name = "length {0}")
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 7, 8, 31, 32, 33})
  void the_hash_is_the_one_of_the_client(int length) {
    byte[] key = new byte[length];
    new Random(length).nextBytes(key);

    assertThat(Murmur2.hash(key)).isEqualTo(Utils.murmur2(key));
  }

  @Test
  void bytes_that_are_no_message_are_refused() {
    assertThatThrownBy(() -> TraceGrouping.of(new byte[] {10, 100, 1}, 3))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static ExportTraceServiceRequest request(Random random) {
    var request = ExportTraceServiceRequest.newBuilder();
    for (int r = 0; r < 3; r++) {
      var resource = ResourceSpans.newBuilder()
          .setSchemaUrl("resource schema " + r)
          .setResource(Resource.newBuilder()
              .addAttributes(KeyValue.newBuilder()
                  .setKey("service.name")
                  .setValue(AnyValue.newBuilder().setStringValue("service " + r))));
      for (int s = 0; s < 2; s++) {
        var scope = ScopeSpans.newBuilder()
            .setSchemaUrl("scope schema " + s)
            .setScope(InstrumentationScope.newBuilder().setName("scope " + s));
        for (int i = 0; i < random.nextInt(40); i++) {
          scope.addSpans(span(random));
        }
        resource.addScopeSpans(scope);
      }
      request.addResourceSpans(resource);
    }
    return request.build();
  }

  private static Span span(Random random) {
    byte[] trace = new byte[16];
    byte[] id = new byte[8];
    random.nextBytes(id);
    new Random(random.nextInt(20)).nextBytes(trace);
    return Span.newBuilder()
        .setName("x".repeat(random.nextInt(300)))
        .setSpanId(ByteString.copyFrom(id))
        .setTraceId(ByteString.copyFrom(trace))
        .setStartTimeUnixNano(random.nextLong())
        .build();
  }

  private static Set<String> described(ExportTraceServiceRequest request) {
    Set<String> spans = new HashSet<>();
    for (ResourceSpans resource : request.getResourceSpansList()) {
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        for (Span span : scope.getSpansList()) {
          spans.add(HexFormat.of().formatHex(span.getTraceId().toByteArray())
              + resource.getResource()
              + resource.getSchemaUrl()
              + scope.getScope()
              + scope.getSchemaUrl()
              + span);
        }
      }
    }
    return spans;
  }
}
