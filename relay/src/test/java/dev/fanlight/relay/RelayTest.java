/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.protobuf.CodedInputStream;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.testing.ScriptedVendor;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From a client to a vendor, over real sockets. */
@Timeout(60)
class RelayTest {

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private final ScriptedVendor vendor = ScriptedVendor.start(received -> ScriptedVendor.Reply.OK);

  @SuppressWarnings("NullAway.Init")
  private Relay relay;

  @SuppressWarnings("NullAway.Init")
  private OtlpClient client;

  @BeforeEach
  void start() throws IOException {
    relay = Relay.start(file(""));
    client = new OtlpClient(relay.otlpHttpAddress());
  }

  @AfterEach
  void close() {
    relay.close();
    vendor.close();
  }

  private Path file(String keys) throws IOException {
    return Files.writeString(
        folder.resolve("relay.yaml"), """
        source:
          otlp:
            http: 0
            max_body: 64KiB
        %s
        vendors:
          collector:
            type: otlp
            endpoint: %s/v1/traces
        """.formatted(keys.indent(4), vendor.endpoint()));
  }

  @Test
  void spans_of_other_processes_reach_the_vendor() throws Exception {
    HttpResponse<byte[]> plain = client.post(Messages.of(1, 3).toByteArray());
    HttpResponse<byte[]> zipped = client.send(client
        .to("/v1/traces")
        .header("content-encoding", "gzip")
        .POST(BodyPublishers.ofByteArray(OtlpClient.gzip(Messages.of(4, 3).toByteArray()))));
    HttpResponse<byte[]> chunked = client.send(client
        .to("/v1/traces")
        .POST(BodyPublishers.ofInputStream(
            () -> new ByteArrayInputStream(Messages.of(7, 3).toByteArray()))));

    assertThat(List.of(plain.statusCode(), zipped.statusCode(), chunked.statusCode()))
        .containsOnly(200);
    assertThat(relay.fanlight().flush(Duration.ofSeconds(20))).isEmpty();
    assertThat(vendor.taken())
        .containsExactlyInAnyOrderElementsOf(
            java.util.stream.LongStream.rangeClosed(1, 9).mapToObj(Messages::id).toList());
    LedgerSnapshot ledger = relay.fanlight().ledgerSnapshots().get(0);
    assertThat(ledger.delivered()).isEqualTo(9);
    assertThat(relay.fanlight().queueSnapshot().ended()).isEqualTo(9);
  }

  @Test
  void a_span_without_ids_is_a_partial_success() throws Exception {
    HttpResponse<byte[]> response = client.post(Messages.of(
            List.of(Messages.span(1).build(), Messages.span(2).clearTraceId().build()))
        .toByteArray());

    assertThat(response.statusCode()).isEqualTo(200);
    var partial = ExportTraceServiceResponse.parseFrom(response.body()).getPartialSuccess();
    assertThat(partial.getRejectedSpans()).isEqualTo(1);
    assertThat(partial.getErrorMessage()).contains("trace_id");
  }

  @Test
  void credentials_in_attributes_are_redacted() throws Exception {
    vendor.watchFor("hunter2secret");

    client.post(Messages.of(List.of(Messages.span(1)
            .addAttributes(
                Messages.attribute("http.request.header.authorization", "Bearer hunter2secret"))
            .build()))
        .toByteArray());

    assertThat(relay.fanlight().flush(Duration.ofSeconds(20))).isEmpty();
    assertThat(vendor.taken()).hasSize(1);
    assertThat(vendor.sightings()).isZero();
  }

  @Test
  void what_is_no_request_for_spans_is_refused_with_a_sentence() throws Exception {
    byte[] body = Messages.of(1, 1).toByteArray();

    assertRefused(
        client.send(client.to("/v1/metrics").POST(BodyPublishers.ofByteArray(body))),
        404,
        "spans only");
    assertRefused(
        client.send(client.to("/other").POST(BodyPublishers.ofByteArray(body))), 404, "/v1/traces");
    assertRefused(client.send(client.to("/v1/traces").GET()), 405, "POST");
    assertRefused(
        client.send(client
            .to("/v1/traces")
            .setHeader("content-type", "application/json")
            .POST(BodyPublishers.ofString("{}"))),
        415,
        "not as JSON");
    assertRefused(
        client.send(client
            .to("/v1/traces")
            .header("content-encoding", "br")
            .POST(BodyPublishers.ofByteArray(body))),
        415,
        "gzip");
    assertRefused(
        client.post("no message".getBytes(StandardCharsets.UTF_8)), 400, "no OTLP message");
    assertRefused(
        client.send(client
            .to("/v1/traces")
            .header("content-encoding", "gzip")
            .POST(BodyPublishers.ofByteArray(body))),
        400,
        "not gzip");
    assertRefused(client.post(new byte[70_000]), 413, "max_body");
    assertRefused(
        client.send(client
            .to("/v1/traces")
            .header("content-encoding", "gzip")
            .POST(BodyPublishers.ofByteArray(OtlpClient.gzip(new byte[10_000_000])))),
        413,
        "inflated");
    assertThat(relay.fanlight().queueSnapshot().ended()).isZero();
  }

  private static void assertRefused(HttpResponse<byte[]> response, int status, String sentence)
      throws IOException {
    assertThat(response.statusCode()).isEqualTo(status);
    CodedInputStream in = CodedInputStream.newInstance(response.body());
    assertThat(in.readTag()).isEqualTo(1 << 3);
    assertThat(in.readInt32()).isPositive();
    assertThat(in.readTag()).isEqualTo(2 << 3 | 2);
    assertThat(in.readString()).contains(sentence);
  }

  @Test
  void with_a_token_other_clients_are_refused() throws Exception {
    relay.close();
    relay = Relay.start(file("token: opensesame"));
    client = new OtlpClient(relay.otlpHttpAddress());
    byte[] body = Messages.of(1, 1).toByteArray();

    assertRefused(client.post(body), 401, "Bearer");
    HttpResponse<byte[]> known = client.send(client
        .to("/v1/traces")
        .header("authorization", "Bearer opensesame")
        .POST(BodyPublishers.ofByteArray(body)));

    assertThat(known.statusCode()).isEqualTo(200);
  }

  @Test
  void without_a_source_there_is_no_relay() throws IOException {
    Path file = Files.writeString(
        folder.resolve("other.yaml"),
        "vendors: {collector: {type: otlp, endpoint: \"http://127.0.0.1:9/v1/traces\"}}");

    assertThatIllegalStateException()
        .isThrownBy(() -> Relay.start(file))
        .withMessageContaining("section \"source\"");
  }
}
