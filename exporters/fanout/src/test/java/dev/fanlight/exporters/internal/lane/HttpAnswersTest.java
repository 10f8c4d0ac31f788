/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import dev.fanlight.exporters.internal.lane.Outcome.Delivered;
import dev.fanlight.exporters.internal.lane.Outcome.Kind;
import dev.fanlight.exporters.internal.lane.Outcome.Later;
import dev.fanlight.exporters.internal.lane.Outcome.Rejected;
import dev.fanlight.exporters.internal.lane.Outcome.TooLarge;
import dev.fanlight.exporters.internal.transport.Exchange;
import dev.fanlight.exporters.internal.wire.OtlpWire;
import dev.fanlight.exporters.spi.EncodedBatch;
import dev.fanlight.exporters.spi.Headers;
import dev.fanlight.exporters.spi.Limits;
import dev.fanlight.exporters.spi.Vendor;
import dev.fanlight.exporters.spi.Wire;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAnswersTest {

  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final String PROTOBUF = "application/x-protobuf";

  @ParameterizedTest
  @ValueSource(ints = {200, 202, 204})
  void every_2xx_with_an_empty_body_is_delivered(int status) {
    assertThat(outcome(status, Map.of(), "")).isEqualTo(new Delivered(0, ""));
  }

  @Test
  void a_json_body_is_a_legal_success() {
    assertThat(outcome(200, Map.of("content-type", "application/json"), "{}"))
        .isEqualTo(new Delivered(0, ""));
  }

  @Test
  void a_partial_success_takes_spans_back() {
    byte[] body = ExportTraceServiceResponse.newBuilder()
        .setPartialSuccess(
            ExportTracePartialSuccess.newBuilder().setRejectedSpans(7).setErrorMessage("too old"))
        .build()
        .toByteArray();

    assertThat(outcome(200, Map.of("content-type", PROTOBUF), body))
        .isEqualTo(new Delivered(7, "too old"));
  }

  @ParameterizedTest
  @CsvSource({
    "401,UNAUTHORISED",
    "403,UNAUTHORISED",
    "402,QUOTA",
    "429,BUSY",
    "503,BUSY",
    "502,FAILURE",
    "504,FAILURE",
    "500,FAILURE"
  })
  void some_statuses_are_tried_again(int status, Kind kind) {
    Outcome outcome = outcome(status, Map.of(), "");

    assertThat(outcome).isInstanceOfSatisfying(Later.class, later -> {
      assertThat(later.kind()).isEqualTo(kind);
      assertThat(later.reason()).isEqualTo("http_" + status);
    });
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 301, 308, 400, 404, 405, 408, 415, 422, 501, 505})
  void all_others_are_rejected_for_good(int status) {
    assertThat(outcome(status, Map.of(), ""))
        .isInstanceOfSatisfying(
            Rejected.class, rejected -> assertThat(rejected.reason()).isEqualTo("http_" + status));
  }

  @Test
  void an_answer_that_a_wire_cannot_read_is_delivered_all_the_same() {
    Wire failing = new Wire() {
      private final Wire otlp = new OtlpWire();

      @Override
      public String name() {
        return otlp.name();
      }

      @Override
      public String contentType() {
        return otlp.contentType();
      }

      @Override
      public Encoder newEncoder() {
        return otlp.newEncoder();
      }

      @Override
      public List<EncodedBatch> slice(EncodedBatch batch, int maxSpans, int maxBytes) {
        return otlp.slice(batch, maxSpans, maxBytes);
      }

      @Override
      public EncodedBatch join(List<EncodedBatch> batches) {
        return otlp.join(batches);
      }

      @Override
      public Refusal refusal(String contentType, byte[] body) {
        throw new NoClassDefFoundError("on purpose");
      }
    };

    Outcome outcome = HttpAnswers.outcome(
        new Exchange.Answer(200, Map.of(), new byte[3]), vendor(failing), List.of(), NOW);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Delivered.class, delivered -> assertThat(delivered.refused()).isZero());
  }

  @Test
  void a_connection_that_went_stale_says_nothing_about_the_vendor() {
    Outcome outcome = HttpAnswers.outcome(
        new Exchange.Failure(Exchange.Cause.STALE, true, "gone"), vendor(), List.of(), NOW);

    assertThat(outcome).isEqualTo(new Later(Kind.STALE, "stale", Duration.ZERO, true, "gone"));
  }

  @Test
  void the_end_of_a_grpc_call_keeps_its_own_name() {
    Exchange.Answer end = new Exchange.Answer(503, "unavailable", Map.of(), new byte[0]);

    assertThat(HttpAnswers.outcome(end, vendor(), List.of(), NOW))
        .isInstanceOfSatisfying(
            Later.class, later -> assertThat(later.reason()).isEqualTo("grpc_unavailable"));
  }

  @Test
  void a_reason_is_not_what_a_vendor_writes_into_a_header() {
    assertThat(outcome(400, Map.of("grpc-status", "é".repeat(33_000)), ""))
        .isEqualTo(new Rejected("http_400", "status 400"));
  }

  @Test
  void a_413_is_too_large() {
    assertThat(outcome(413, Map.of(), "")).isInstanceOf(TooLarge.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7 | PT7S",
        "0 | PT0S",
        "99999999999999999999 | P365D",
        "Mon, 23 Nov 2026 10:01:00 GMT | PT1M",
        "Mon, 23 Nov 2026 09:00:00 GMT | PT0S",
        "soon | PT0S",
        "-5 | PT0S"
      })
  void retry_after_is_seconds_or_a_date(String header, Duration wait) {
    assertThat(outcome(503, Map.of("retry-after", header), ""))
        .isInstanceOfSatisfying(Later.class, later -> assertThat(later.after()).isEqualTo(wait));
  }

  @Test
  void without_the_header_the_wait_is_in_a_protobuf_status() {
    // google.rpc.Status{details: [Any{RetryInfo{retry_delay: Duration{seconds: 9}}}]}
    Any retryInfo = Any.newBuilder()
        .setTypeUrl("type.googleapis.com/google.rpc.RetryInfo")
        .setValue(ByteString.copyFrom(new byte[] {0x0a, 0x02, 0x08, 0x09}))
        .build();
    byte[] any = retryInfo.toByteArray();
    byte[] status = ByteString.copyFrom(new byte[] {0x1a, (byte) any.length})
        .concat(ByteString.copyFrom(any))
        .toByteArray();

    assertThat(outcome(429, Map.of("content-type", PROTOBUF), status))
        .isInstanceOfSatisfying(
            Later.class, later -> assertThat(later.after()).isEqualTo(Duration.ofSeconds(9)));
  }

  @Test
  void a_message_repeats_the_vendors_words_on_one_line_but_no_credentials() {
    Outcome outcome = outcome(
        400,
        Map.of("content-type", "text/plain"),
        "key s3cr3t-k3y\n is\tno good\u0007 " + "x".repeat(500));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected -> assertThat(rejected.message())
                .startsWith("status 400: key *** is no good xxx")
                .hasSizeLessThan(230));
  }

  @Test
  void nor_a_key_that_is_part_of_the_address() {
    Vendor vendor = vendor(
        new OtlpWire(),
        "https://in.example/receiver/v1/trace/ZaVnC4dhaV3YtDpQ==?token=0123456789abcdef");
    Exchange answer = new Exchange.Answer(
        404,
        Map.of("content-type", "application/json"),
        "{\"path\":\"/receiver/v1/trace/ZaVnC4dhaV3YtDpQ==?token=0123456789abcdef\"}"
            .getBytes(StandardCharsets.UTF_8));

    assertThat(HttpAnswers.outcome(answer, vendor, List.of(), NOW))
        .isEqualTo(new Rejected(
            "http_404", "status 404: {\"path\":\"/receiver/v1/trace/***==?token=***\"}"));
  }

  @Test
  void no_answer_is_tried_again_and_says_whether_it_may_have_arrived() {
    Outcome outcome = HttpAnswers.outcome(
        new Exchange.Failure(Exchange.Cause.DNS, false, "no such host"), vendor(), List.of(), NOW);

    assertThat(outcome)
        .isEqualTo(new Later(Kind.UNREACHABLE, "dns", Duration.ZERO, false, "no such host"));
  }

  private static Outcome outcome(int status, Map<String, String> headers, String body) {
    return outcome(status, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  private static Outcome outcome(int status, Map<String, String> headers, byte[] body) {
    return HttpAnswers.outcome(
        new Exchange.Answer(status, headers, body), vendor(), List.of("Bearer s3cr3t-k3y"), NOW);
  }

  private static Vendor vendor() {
    return vendor(new OtlpWire());
  }

  private static Vendor vendor(Wire wire) {
    return vendor(wire, "http://localhost:4318/v1/traces");
  }

  private static Vendor vendor(Wire wire, String endpoint) {
    return new Vendor(
        wire,
        Vendor.Protocol.HTTP,
        URI.create(endpoint),
        Headers.of(Map.of()),
        null,
        Limits.NONE,
        Set.of(500),
        null);
  }
}
