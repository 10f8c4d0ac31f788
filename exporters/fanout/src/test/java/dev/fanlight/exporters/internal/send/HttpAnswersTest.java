/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import dev.fanlight.exporters.internal.send.Outcome.Delivered;
import dev.fanlight.exporters.internal.send.Outcome.Kind;
import dev.fanlight.exporters.internal.send.Outcome.Later;
import dev.fanlight.exporters.internal.send.Outcome.NotFound;
import dev.fanlight.exporters.internal.send.Outcome.Rejected;
import dev.fanlight.exporters.internal.send.Outcome.TooLarge;
import dev.fanlight.exporters.internal.transport.Exchange;
import dev.fanlight.exporters.internal.wire.OtlpWire;
import dev.fanlight.exporters.spi.EncodedBatch;
import dev.fanlight.exporters.spi.Headers;
import dev.fanlight.exporters.spi.Limits;
import dev.fanlight.exporters.spi.Vendor;
import dev.fanlight.exporters.spi.WireFormat;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
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
    "403,FORBIDDEN",
    "402,QUOTA",
    "429,BUSY",
    "503,BUSY",
    "502,FAILURE",
    "504,FAILURE",
    "500,FAILURE",
    "408,FAILURE",
    "425,FAILURE",
    "520,FAILURE",
    "521,UNREACHABLE",
    "522,UNREACHABLE",
    "523,UNREACHABLE",
    "524,FAILURE",
    "525,UNREACHABLE",
    "526,UNREACHABLE",
    "527,FAILURE",
    "530,UNREACHABLE"
  })
  void some_statuses_are_tried_again(int status, Kind kind) {
    Outcome outcome = outcome(status, Map.of(), "");

    assertThat(outcome).isInstanceOfSatisfying(Later.class, later -> {
      assertThat(later.kind()).isEqualTo(kind);
      assertThat(later.reason()).isEqualTo("http_" + status);
    });
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 301, 308, 400, 415, 422, 501, 505})
  void all_others_are_rejected_for_good(int status) {
    assertThat(outcome(status, Map.of(), ""))
        .isInstanceOfSatisfying(
            Rejected.class, rejected -> assertThat(rejected.reason()).isEqualTo("http_" + status));
  }

  /** "http: request body too large" as the Collector says it: google.rpc.Status, code 3. */
  private static final byte[] COLLECTOR_TOO_LARGE = concat(
      new byte[] {0x08, 0x03, 0x12, 0x1c},
      "http: request body too large".getBytes(StandardCharsets.UTF_8));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/x-protobuf",
        "application/x-protobuf; charset=utf-8",
        "application/protobuf",
        "application/octet-stream",
        "text/plain",
        ""
      })
  void the_status_of_an_error_body_is_the_reason_whatever_its_content_type(String type) {
    byte[] body =
        concat(new byte[] {0x08, 0x03, 0x12, 0x0b}, "bad span id".getBytes(StandardCharsets.UTF_8));

    assertThat(outcome(400, type.isEmpty() ? Map.of() : Map.of("content-type", type), body))
        .isEqualTo(new Rejected("http_400", "status 400: bad span id"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"code\":3,\"message\":\"bad span id\"}",
        " {\"details\":[{\"a\":[{}]}], \"message\" : \"bad \\u0073pan id\", \"code\": 3 }",
        "{\"code\":\"invalid_argument\",\"message\":\"bad span id\"}",
        "{\"error\":{\"code\":400,\"message\":\"bad span id\",\"status\":\"INVALID_ARGUMENT\"}}",
        "{\"error\":\"bad span id\"}"
      })
  void the_status_may_be_json(String body) {
    assertThat(outcome(400, Map.of("content-type", "application/json"), body))
        .isEqualTo(new Rejected("http_400", "status 400: bad span id"));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503, 500, 403})
  void the_status_is_the_reason_of_what_is_tried_again_too(int status) {
    byte[] body =
        concat(new byte[] {0x08, 0x0e, 0x12, 0x04}, "wait".getBytes(StandardCharsets.UTF_8));

    assertThat(outcome(status, Map.of("content-type", PROTOBUF), body))
        .isInstanceOfSatisfying(
            Later.class,
            later -> assertThat(later.message()).isEqualTo("status " + status + ": wait"));
  }

  @Test
  void a_retry_delay_may_be_in_a_json_status() {
    String body = "{\"code\":8,\"message\":\"slow down\",\"details\":["
        + "{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"x\"},"
        + "{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"2.5s\"}]}";

    assertThat(outcome(429, Map.of("content-type", "application/json"), body))
        .isInstanceOfSatisfying(
            Later.class, later -> assertThat(later.after()).isEqualTo(Duration.ofMillis(2_500)));
  }

  @Test
  void a_collectors_400_that_says_too_large_is_a_413() {
    assertThat(outcome(400, Map.of("content-type", PROTOBUF), COLLECTOR_TOO_LARGE))
        .isEqualTo(new TooLarge("status 400: http: request body too large"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | {\"code\":3,\"message\":\"http: request body too large\"}",
        "400 | Request Entity Too Large",
        "400 | payload exceeds the maximum size of 1000000 bytes",
        "400 | <html><title>400 Request Body Too Large</title></html>",
        "422 | message size 5000000 exceeds limit",
        "500 | grpc: received message larger than max (5000000 vs. 4194304)",
        "429 | grpc: received message larger than max (5000000 vs. 4194304)"
      })
  void so_is_every_answer_whose_text_says_so(int status, String body) {
    assertThat(outcome(status, Map.of("content-type", "text/plain"), body))
        .isInstanceOf(TooLarge.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | attribute count too large",
        "400 | clock skew too large",
        "429 | Request rate is too large",
        "429 | request exceeded available capacity",
        "503 | request body too large",
        "401 | request body too large"
      })
  void but_not_what_only_sounds_like_it(int status, String body) {
    assertThat(outcome(status, Map.of("content-type", "text/plain"), body))
        .isNotInstanceOf(TooLarge.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/x-protobuf",
        "application/protobuf",
        "application/json",
        "application/octet-stream",
        "text/plain; charset=utf-8",
        ""
      })
  void a_partial_success_counts_whatever_its_content_type(String type) {
    byte[] body = ExportTraceServiceResponse.newBuilder()
        .setPartialSuccess(
            ExportTracePartialSuccess.newBuilder().setRejectedSpans(1).setErrorMessage("too old"))
        .build()
        .toByteArray();

    assertThat(outcome(200, type.isEmpty() ? Map.of() : Map.of("content-type", type), body))
        .isEqualTo(new Delivered(1, "too old"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"partialSuccess\":{\"rejectedSpans\":\"1\",\"errorMessage\":\"too old\"}}",
        "{\"partialSuccess\":{\"rejectedSpans\":1,\"errorMessage\":\"too old\"}}",
        "{\"partial_success\":{\"rejected_spans\":1,\"error_message\":\"too old\"}}",
        "\n { \"x\": [1, {\"partialSuccess\":{}}, \"]}\"], \"partialSuccess\" : "
            + "{ \"errorMessage\":\"too old\" , \"rejectedSpans\" : 1.0 } } ",
        "\ufeff{\"partialSuccess\":{\"rejectedSpans\":\"1\",\"errorMessage\":\"too old\"}}"
      })
  void a_partial_success_may_be_json(String body) {
    assertThat(outcome(200, Map.of("content-type", "application/json"), body))
        .isEqualTo(new Delivered(1, "too old"));
    assertThat(outcome(200, Map.of(), body)).isEqualTo(new Delivered(1, "too old"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"partialSuccess\":null}",
        "{\"partialSuccess\":{\"rejectedSpans\":null,\"errorMessage\":null}}",
        "{\"partialSuccess\":{\"rejectedSpans\":\"many\"}}",
        "{\"partialSuccess\":{\"rejectedSpans\":-4}}",
        "{\"partialSuccess\":[1]}",
        "{\"partialSuccess\":",
        "[{\"partialSuccess\":{\"rejectedSpans\":1}}]",
        "{",
        "OK",
        "{}{}"
      })
  void a_body_that_takes_nothing_back_is_a_success(String body) {
    assertThat(outcome(200, Map.of("content-type", "application/json"), body))
        .isEqualTo(new Delivered(0, ""));
  }

  @Test
  void a_warning_without_rejected_spans_is_passed_on() {
    byte[] body = ExportTraceServiceResponse.newBuilder()
        .setPartialSuccess(ExportTracePartialSuccess.newBuilder().setErrorMessage("use v2\nsoon"))
        .build()
        .toByteArray();

    assertThat(outcome(200, Map.of("content-type", PROTOBUF), body))
        .isEqualTo(new Delivered(0, "use v2 soon"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/html | <html>Sign in</html>",
        "Text/HTML; charset=utf-8 | <p>Sign in",
        "application/xhtml+xml | <html/>",
        "'' | <!DOCTYPE html><title>x</title>",
        "application/json | '  <!doctype HTML>'",
        "'' | <!-- app --><HTML lang=en>"
      })
  void a_web_page_is_no_answer_of_a_vendor(String type, String body) {
    Outcome outcome = outcome(200, type.isEmpty() ? Map.of() : Map.of("content-type", type), body);

    assertThat(outcome).isInstanceOfSatisfying(Delivered.class, delivered -> {
      assertThat(delivered.refused()).isZero();
      assertThat(delivered.message()).contains("web page");
    });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"text/html | ''", "text/html | OK", "application/xml | <ok/>", "'' | ''"})
  void but_other_bodies_are(String type, String body) {
    assertThat(outcome(200, type.isEmpty() ? Map.of() : Map.of("content-type", type), body))
        .isEqualTo(new Delivered(0, ""));
  }

  @ParameterizedTest
  @ValueSource(ints = {521, 522, 523, 525, 526, 530, 408, 425})
  void what_did_not_reach_the_vendor_cannot_have_arrived(int status) {
    assertThat(outcome(status, Map.of(), ""))
        .isInstanceOfSatisfying(
            Later.class, later -> assertThat(later.mayHaveArrived()).isFalse());
  }

  private static byte[] concat(byte[] head, byte[] tail) {
    return ByteString.copyFrom(head).concat(ByteString.copyFrom(tail)).toByteArray();
  }

  static Stream<Supplier<WireFormat.Refusal>> readings_of_a_broken_wire() {
    return Stream.of(
        () -> {
          throw new NoClassDefFoundError("on purpose");
        },
        () -> null);
  }

  @ParameterizedTest
  @MethodSource("readings_of_a_broken_wire")
  void an_answer_that_a_wire_cannot_read_is_delivered_all_the_same(
      Supplier<WireFormat.Refusal> reading) {
    WireFormat failing = new WireFormat() {
      private final WireFormat otlp = new OtlpWire();

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
        return reading.get();
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

  @ParameterizedTest
  @CsvSource({
    "429,resource_exhausted,received message larger than max (5 vs. 4)",
    "503,out_of_range,'Error, decoded message length too large: found 5 bytes, the limit is: 4 bytes'",
    "502,internal,rpc error: desc = grpc: received message larger than max (5 vs. 4)",
    "400,invalid_argument,http: request body too large"
  })
  void a_call_whose_text_says_too_large_is_split(int status, String code, String text) {
    Exchange.Answer end = new Exchange.Answer(
        status, code, Map.of("content-type", "text/plain"), text.getBytes(StandardCharsets.UTF_8));

    assertThat(HttpAnswers.outcome(end, vendor(), List.of(), NOW))
        .isEqualTo(new TooLarge("status " + code + ": " + text));
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 405})
  void a_receiver_that_is_not_there_may_come_back(int status) {
    assertThat(outcome(status, Map.of(), ""))
        .isEqualTo(new NotFound("http_" + status, "status " + status));
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
                .startsWith("status 400: key **** is no good xxx")
                .hasSizeLessThan(330));
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
        .isEqualTo(new NotFound(
            "http_404", "status 404: {\"path\":\"/receiver/v1/trace/****?token=****\"}"));
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

  private static Vendor vendor(WireFormat wire) {
    return vendor(wire, "http://localhost:4318/v1/traces");
  }

  private static Vendor vendor(WireFormat wire, String endpoint) {
    return new Vendor(
        wire,
        Vendor.Protocol.HTTP,
        URI.create(endpoint),
        Headers.of(Map.of()),
        null,
        Limits.NONE,
        Set.of(),
        null);
  }
}
