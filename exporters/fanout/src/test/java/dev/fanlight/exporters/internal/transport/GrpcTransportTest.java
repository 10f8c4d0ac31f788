/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.settings.TransportSettings;
import dev.fanlight.exporters.internal.transport.Exchange.Answer;
import dev.fanlight.exporters.internal.transport.Exchange.Cause;
import dev.fanlight.exporters.internal.transport.Exchange.Failure;
import io.grpc.Status;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.sdk.common.Clock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class GrpcTransportTest {

  private static final ScriptedTraceService.Answer OK = caller -> {
    caller.onNext(ExportTraceServiceResponse.getDefaultInstance());
    caller.onCompleted();
  };

  private final Transports transports = new Transports(Clock.getDefault());
  private final Transport transport = transports.grpc(TransportSettings.DEFAULT);

  @AfterEach
  void close() {
    transports.close();
  }

  @Test
  void stored_bytes_arrive_as_the_message_they_are() throws Exception {
    try (var service = ScriptedTraceService.start(OK)) {
      Answer answer = answer(send(service.uri(), "identity", message().toByteArray()));

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.grpcStatus()).isEqualTo("ok");
      assertThat(service.requests()).containsExactly(message());
      assertThat(service.metadata("api-key")).isEqualTo("s3cret");
      assertThat(service.metadata("content-type")).isEqualTo("application/grpc");
    }
  }

  @Test
  void shared_gzip_bytes_leave_as_they_are() throws Exception {
    byte[] zipped = gzip(message().toByteArray());
    try (var service = ScriptedTraceService.start(OK)) {
      for (int i = 0; i < 3; i++) {
        assertThat(answer(send(service.uri(), "gzip", zipped)).status()).isEqualTo(200);
      }

      assertThat(service.requests()).hasSize(3).containsOnly(message());
      assertThat(service.wireSizes()).hasSize(3).containsOnly((long) zipped.length);
    }
  }

  @Test
  void the_response_message_tells_of_a_partial_success() throws Exception {
    var response = ExportTraceServiceResponse.newBuilder()
        .setPartialSuccess(
            ExportTracePartialSuccess.newBuilder().setRejectedSpans(3).setErrorMessage("old"))
        .build();
    try (var service = ScriptedTraceService.start(caller -> {
      caller.onNext(response);
      caller.onCompleted();
    })) {
      Answer answer = answer(send(service.uri(), "identity", message().toByteArray()));

      assertThat(ExportTraceServiceResponse.parseFrom(answer.body())).isEqualTo(response);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "UNAVAILABLE, 503",
    "RESOURCE_EXHAUSTED, 429",
    "CANCELLED, 503",
    "DEADLINE_EXCEEDED, 504",
    "ABORTED, 503",
    "OUT_OF_RANGE, 503",
    "DATA_LOSS, 503",
    "UNAUTHENTICATED, 401",
    "PERMISSION_DENIED, 403",
    "UNIMPLEMENTED, 404",
    "INVALID_ARGUMENT, 400",
    "INTERNAL, 502",
    "UNKNOWN, 502"
  })
  void a_code_is_the_status_that_means_the_same(String code, int status) throws Exception {
    try (var service = ScriptedTraceService.start(caller -> caller.onError(
        Status.Code.valueOf(code).toStatus().withDescription("why not").asException()))) {
      Answer answer = answer(send(service.uri(), "identity", message().toByteArray()));

      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.grpcStatus()).isEqualToIgnoringCase(code);
      assertThat(answer.body()).asString(StandardCharsets.UTF_8).isEqualTo("why not");
      assertThat(service.requests()).as("never sent twice").hasSize(1);
    }
  }

  @Test
  void a_message_over_the_servers_bound_is_too_large() throws Exception {
    try (var service = ScriptedTraceService.start(OK)) {
      Answer answer = answer(send(service.uri(), "identity", large()));

      assertThat(answer.status()).isEqualTo(413);
    }
  }

  @Test
  void a_server_that_never_answers_is_left_at_the_deadline() throws Exception {
    try (var service = ScriptedTraceService.start(caller -> {})) {
      Failure failure = failure(transport.exchange(
          request(service.uri(), "identity", new byte[0], Duration.ofMillis(500))));

      assertThat(failure.cause()).isEqualTo(Cause.TIMEOUT);
      assertThat(failure.mayHaveArrived()).isTrue();
      assertThat(failure.message()).contains("500 ms");
    }
  }

  @Test
  void nobody_there_is_a_failure_to_connect() throws Exception {
    Failure failure = failure(send(URI.create("http://127.0.0.1:1"), "identity", new byte[0]));

    assertThat(failure.cause()).isEqualTo(Cause.CONNECT);
    assertThat(failure.mayHaveArrived()).isFalse();
    assertThat(failure.message()).hasLineCount(1);
  }

  @Test
  void a_server_is_trusted_by_its_authority_and_name(@TempDir Path folder) throws Exception {
    var good = TestCertificates.valid(folder, "good", "dns:localhost");
    var other = TestCertificates.valid(folder, "other", "dns:elsewhere.test");
    try (var named = new ScriptedTraceService(OK, good.certificate(), good.key());
        var misnamed = new ScriptedTraceService(OK, other.certificate(), other.key())) {
      Transport trustsGood = transports.grpc(TransportFixture.trusting(good.certificate()));
      Transport trustsOther = transports.grpc(TransportFixture.trusting(other.certificate()));
      Request toNamed = request(named.secureUri(), "identity", new byte[0], TransportFixture.LONG);
      Request toMisnamed =
          request(misnamed.secureUri(), "identity", new byte[0], TransportFixture.LONG);

      assertThat(answer(trustsGood.exchange(toNamed)).status()).isEqualTo(200);
      assertThat(failure(trustsOther.exchange(toNamed)).cause()).isEqualTo(Cause.TLS);
      assertThat(failure(trustsOther.exchange(toMisnamed)).cause()).isEqualTo(Cause.TLS);
      assertThat(failure(transport.exchange(toNamed)).cause()).isEqualTo(Cause.TLS);
    }
  }

  @Test
  void certificates_that_change_take_effect_with_the_next_call(@TempDir Path folder)
      throws Exception {
    var good = TestCertificates.valid(folder, "good", "dns:localhost");
    var other = TestCertificates.valid(folder, "other", "dns:elsewhere.test");
    Path trusted = Files.copy(other.certificate(), folder.resolve("ca.pem"));
    try (var service = new ScriptedTraceService(OK, good.certificate(), good.key())) {
      Transport following = transports.grpc(TransportFixture.trusting(trusted));
      Request call = request(service.secureUri(), "identity", new byte[0], TransportFixture.LONG);
      assertThat(failure(following.exchange(call)).cause()).isEqualTo(Cause.TLS);

      Files.move(good.certificate(), trusted, StandardCopyOption.REPLACE_EXISTING);
      assertThat(answer(following.exchange(call)).status()).isEqualTo(200);

      Files.move(other.certificate(), trusted, StandardCopyOption.REPLACE_EXISTING);
      assertThat(failure(following.exchange(call)).cause()).isEqualTo(Cause.TLS);
    }
  }

  @Test
  void a_wide_window_is_in_flight_at_once() throws Exception {
    CyclicBarrier allHaveArrived = new CyclicBarrier(12);
    try (var service = ScriptedTraceService.start(caller -> {
      awaitQuietly(allHaveArrived);
      OK.to(caller);
    })) {
      List<FutureTask<Exchange>> calls = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        var sending = new FutureTask<>(() -> send(service.uri(), "identity", new byte[0]));
        calls.add(sending);
        Thread thread = new Thread(sending, "sending");
        thread.setDaemon(true);
        thread.start();
      }

      for (FutureTask<Exchange> call : calls) {
        assertThat(answer(call.get()).status()).isEqualTo(200);
      }
    }
  }

  private static void awaitQuietly(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void closing_frees_a_thread_that_waits() throws Exception {
    var asked = new CountDownLatch(1);
    try (var service = ScriptedTraceService.start(caller -> asked.countDown())) {
      var sending = new FutureTask<>(() -> send(service.uri(), "identity", new byte[0]));
      Thread thread = new Thread(sending, "sending");
      thread.setDaemon(true);
      thread.start();
      asked.await();

      transport.close();

      assertThat(failure(sending.get()).cause()).isEqualTo(Cause.IO);
      assertThat(failure(send(service.uri(), "identity", new byte[0])).message())
          .contains("closed");
    }
  }

  /** OkHttp followed it, key header included. */
  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void a_redirect_is_shown_and_never_followed(int status) throws Exception {
    try (var elsewhere = ScriptedServer.start(ScriptedServer.OK);
        var server = ScriptedServer.start(ScriptedHttp2.answering(new HpackWriter()
            .add(":status", String.valueOf(status))
            .add("location", elsewhere.http("/").toString())))) {
      Answer answer = answer(send(server.http("/"), "identity", new byte[10]));

      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.grpcStatus()).isEmpty();
      assertThat(answer.header("location")).isEqualTo(elsewhere.http("/").toString());
      assertThat(elsewhere.accepted()).isZero();
      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  @Test
  void a_gateways_status_is_the_answer() throws Exception {
    try (var server = ScriptedServer.start(
        ScriptedHttp2.answering(new HpackWriter().add(":status", "503").add("retry-after", "7")))) {
      Answer answer = answer(send(server.http("/"), "identity", new byte[10]));

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("retry-after")).isEqualTo("7");
    }
  }

  @Test
  void an_answer_without_a_grpc_status_delivers_nothing() throws Exception {
    try (var server = ScriptedServer.start(ScriptedHttp2.answering(
        new HpackWriter().add(":status", "200").add("content-type", "text/html")))) {
      Answer answer = answer(send(server.http("/"), "identity", new byte[10]));

      assertThat(answer.status()).isEqualTo(502);
      assertThat(answer.grpcStatus()).isEqualTo("unknown");
    }
  }

  @Test
  void the_details_of_a_status_come_with_it() throws Exception {
    byte[] details = {8, 8, 18, 4, 's', 'l', 'o', 'w'};
    try (var server = ScriptedServer.start(ScriptedHttp2.answering(new HpackWriter()
        .add(":status", "200")
        .add("grpc-status", "8")
        .add("grpc-message", "gr%C3%BCn%20100%")
        .add("grpc-status-details-bin", Base64.getEncoder().encodeToString(details))))) {
      Answer answer = answer(send(server.http("/"), "identity", new byte[10]));

      assertThat(answer.status()).isEqualTo(429);
      assertThat(answer.body()).isEqualTo(details);
    }
  }

  @Test
  void a_percent_encoded_description_is_decoded() throws Exception {
    try (var server = ScriptedServer.start(ScriptedHttp2.answering(new HpackWriter()
        .add(":status", "200")
        .add("grpc-status", "3")
        .add("grpc-message", "gr%C3%BCn%20100%")))) {
      assertThat(answer(send(server.http("/"), "identity", new byte[10])).body())
          .asString(StandardCharsets.UTF_8)
          .isEqualTo("grün 100%");
    }
  }

  @Test
  void one_connection_serves_one_call_after_the_other() throws Exception {
    try (var service = ScriptedTraceService.start(OK)) {
      for (int i = 0; i < 5; i++) {
        assertThat(
                answer(send(service.uri(), "identity", message().toByteArray())).status())
            .isEqualTo(200);
      }
      assertThat(service.peers()).hasSize(1);
    }
  }

  @Test
  void a_message_larger_than_the_peers_window_arrives() throws Exception {
    byte[] message = ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(ResourceSpans.newBuilder()
            .addScopeSpans(
                ScopeSpans.newBuilder().addSpans(Span.newBuilder().setName("x".repeat(99_000)))))
        .build()
        .toByteArray();
    try (var service = ScriptedTraceService.start(OK)) {
      for (int i = 0; i < 20; i++) {
        assertThat(answer(send(service.uri(), "identity", message)).status()).isEqualTo(200);
      }
      assertThat(service.requests()).hasSize(20);
    }
  }

  @Test
  void a_port_of_http_is_told_from_one_that_is_broken() throws Exception {
    try (var server =
        ScriptedServer.start(peer -> peer.write("HTTP/1.1 400 Bad Request\r\n\r\n"))) {
      Failure failure = failure(send(server.http("/"), "identity", new byte[10]));

      assertThat(failure.messageWithCure())
          .contains("port " + server.port() + " is OTLP over HTTP: use `protocol: http`");
    }
  }

  @Test
  void a_proxy_is_asked_for_a_tunnel_with_and_without_tls(@TempDir Path folder) throws Exception {
    var good = TestCertificates.valid(folder, "good", "dns:localhost");
    try (var plain = ScriptedTraceService.start(OK);
        var secured = new ScriptedTraceService(OK, good.certificate(), good.key());
        var proxy = ScriptedServer.start(
            peer -> peer.tunnelTo(plain.uri().getPort()),
            peer -> peer.tunnelTo(secured.uri().getPort()))) {
      var settings = new TransportSettings(
          Duration.ofSeconds(5),
          good.certificate(),
          null,
          null,
          new TransportSettings.Proxy(proxy.http(""), "joe", () -> "pw"));
      Transport through = transports.grpc(settings);

      assertThat(answer(through.exchange(
                  request(plain.uri(), "identity", new byte[0], TransportFixture.LONG)))
              .status())
          .isEqualTo(200);
      assertThat(answer(through.exchange(
                  request(secured.secureUri(), "identity", new byte[0], TransportFixture.LONG)))
              .status())
          .isEqualTo(200);
      assertThat(proxy.requests())
          .hasSize(2)
          .allMatch(request -> request.line().startsWith("CONNECT "));
    }
  }

  @Test
  void a_certificate_counts_by_its_alternative_names(@TempDir Path folder) throws Exception {
    var bare = TestCertificates.ofCommonName(folder, "localhost");
    try (var service = new ScriptedTraceService(OK, bare.certificate(), bare.key())) {
      Transport trusting = transports.grpc(TransportFixture.trusting(bare.certificate()));

      Failure failure = failure(trusting.exchange(
          request(service.secureUri(), "identity", new byte[0], TransportFixture.LONG)));

      assertThat(failure.cause()).isEqualTo(Cause.TLS);
    }
  }

  @Test
  void a_secret_that_is_repeated_in_a_status_is_no_transports_to_show() {
    assertThat(new Answer(400, "unknown", Map.of(), "s3cret".getBytes(StandardCharsets.UTF_8))
            .toString())
        .doesNotContain("s3cret");
  }

  private Exchange send(URI uri, String encoding, byte[] body) throws InterruptedException {
    return transport.exchange(request(uri, encoding, body, TransportFixture.LONG));
  }

  private static Request request(URI uri, String encoding, byte[] body, Duration timeout) {
    Map<String, String> headers = Map.of(
        "content-type", "application/x-protobuf",
        "content-encoding", encoding,
        "api-key", "s3cret");
    return new Request(uri, headers, body, timeout);
  }

  private static ExportTraceServiceRequest message() {
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(ResourceSpans.newBuilder()
            .addScopeSpans(ScopeSpans.newBuilder().addSpans(Span.newBuilder().setName("checkout"))))
        .build();
  }

  private static byte[] large() {
    var span = Span.newBuilder().setName("x".repeat(200_000));
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder().addScopeSpans(ScopeSpans.newBuilder().addSpans(span)))
        .build()
        .toByteArray();
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    var zipped = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(zipped)) {
      out.write(plain);
    }
    return zipped.toByteArray();
  }

  private static Answer answer(Exchange exchange) {
    return TransportFixture.answer(exchange);
  }

  private static Failure failure(Exchange exchange) {
    return TransportFixture.failure(exchange);
  }
}
