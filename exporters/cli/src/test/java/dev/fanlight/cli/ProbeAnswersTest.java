/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.fanlight.exporters.internal.transport.ScriptedHttp2;
import dev.fanlight.exporters.internal.transport.ScriptedPeer;
import dev.fanlight.exporters.internal.transport.ScriptedServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The words of {@code check --send} about the answers of receivers. */
class ProbeAnswersTest {

  private final StringWriter out = new StringWriter();

  @TempDir
  private Path folder;

  @Test
  void a_web_page_is_no_answer() throws IOException {
    int exitCode = probe(200, "text/html", bytes("<html>Sign in</html>"));

    assertThat(exitCode).isEqualTo(ExitCode.PROBE_FAILED);
    assertThat(out.toString())
        .contains("status 200, but the response is a web page")
        .contains("check the path of endpoint");
  }

  @Test
  void the_status_in_an_error_body_is_shown_without_the_key() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] message = bytes("bad key s3cr3t-k3y\u001b[31m");
    body.writeBytes(new byte[] {0x08, 0x03, 0x12, (byte) message.length});
    body.writeBytes(message);

    int exitCode = probe(400, "application/x-protobuf", body.toByteArray());

    assertThat(exitCode).isEqualTo(ExitCode.PROBE_FAILED);
    assertThat(out.toString())
        .contains("rejected with status 400: bad key ***")
        .doesNotContain("s3cr3t", "\u001b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"partialSuccess\":{\"rejectedSpans\":\"1\",\"errorMessage\":\"too old\"}}"
            + "| 3 | status 200, but the span was rejected: too old",
        "{\"partialSuccess\":{\"errorMessage\":\"use v2\"}}"
            + "| 0 | accepted with status 200; the vendor warns: use v2",
      })
  void a_partial_success_is_shown(String body, int exitCode, String line) throws IOException {
    assertThat(probe(200, "application/json", bytes(body))).isEqualTo(exitCode);
    assertThat(out.toString()).contains(line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "16 | rejected with status unauthenticated: no s | the vendor does not accept the"
            + " credentials",
        "12 | rejected with status unimplemented: no s | the server has no OTLP trace service",
        "3 | rejected with status invalid_argument: no s | the vendor accepts requests, but"
            + " rejected this span",
        "13 | rejected with status internal: no s | the vendor, or a proxy before it,"
            + " reports an internal error",
        "8 | rejected with status resource_exhausted: no s | the vendor limits the request rate",
      })
  void a_call_is_told_by_its_own_status(int code, String line, String advice) throws IOException {
    try (var server = ScriptedServer.start(ScriptedHttp2.answering(
        ":status", "200", "grpc-status", String.valueOf(code), "grpc-message", "no s"))) {
      assertThat(check("protocol: grpc", server.port())).isEqualTo(ExitCode.PROBE_FAILED);
    }
    assertThat(out.toString()).contains(line).contains("a: " + advice);
  }

  @Test
  void a_call_that_is_taken_is_told_by_its_own_status() throws IOException {
    try (var server =
        ScriptedServer.start(ScriptedHttp2.answering(":status", "200", "grpc-status", "0"))) {
      assertThat(check("protocol: grpc", server.port())).isZero();
    }
    assertThat(out.toString()).contains("accepted with status ok");
  }

  @Test
  void a_handshake_without_an_answer_may_be_a_port_of_http() throws IOException {
    try (var server = ScriptedServer.start(ScriptedPeer::hang)) {
      int port = server.port();

      assertThat(check("timeout: 300ms, endpoint: 'https://127.0.0.1:" + port + "'", null))
          .isEqualTo(ExitCode.PROBE_FAILED);
    }
    assertThat(out.toString()).contains("that the port speaks https");
  }

  @Test
  void a_token_is_fetched_before_the_span_is_sent() throws IOException {
    AtomicReference<String> authorization = new AtomicReference<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      authorization.set(exchange.getRequestHeaders().getFirst("authorization"));
      answer(exchange, 200, "application/json", bytes("{}"));
    });
    server.createContext(
        "/token",
        exchange -> answer(
            exchange,
            200,
            "application/json",
            bytes("{\"access_token\":\"s3cr3t-t0ken\",\"expires_in\":60}")));
    server.start();
    try {
      int port = server.getAddress().getPort();

      assertThat(check(oauth2(port), port)).isZero();
    } finally {
      server.stop(0);
    }
    assertThat(authorization).hasValue("Bearer s3cr3t-t0ken");
    assertThat(out.toString()).contains("accepted with status 200").doesNotContain("s3cr3t");
  }

  @Test
  void without_a_token_no_span_is_sent() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> answer(
            exchange,
            401,
            "application/json",
            bytes("{\"error\":\"invalid_client\",\"error_description\":\"no s3cr3t-k3y\"}")));
    server.start();
    int port = server.getAddress().getPort();
    try {
      assertThat(check(oauth2(port), port)).isEqualTo(ExitCode.PROBE_FAILED);
    } finally {
      server.stop(0);
    }
    assertThat(out.toString())
        .contains("not sent: no credentials from 127.0.0.1:" + port
            + ": status 401: invalid_client: no ****")
        .contains("a: check the keys of oauth2")
        .doesNotContain("s3cr3t");
  }

  private static String oauth2(int port) {
    return "oauth2: {token_url: 'http://127.0.0.1:" + port
        + "/token', client_id: me, client_secret: s3cr3t-k3y}";
  }

  private int probe(int status, String type, byte[] body) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> answer(exchange, status, type, body));
    server.start();
    try {
      return check("headers: {x-key: s3cr3t-k3y}", server.getAddress().getPort());
    } finally {
      server.stop(0);
    }
  }

  private int check(String keys, @Nullable Integer port) throws IOException {
    String endpoint = port == null ? "" : ", endpoint: 'http://127.0.0.1:" + port + "'";
    Path file = Files.writeString(
        folder.resolve("fanlight.yaml"), "vendors: {a: {type: otlp, " + keys + endpoint + "}}");
    CommandLine commandLine = FanlightCommand.commandLine();
    commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    commandLine.setOut(new PrintWriter(out, true));
    return commandLine.execute("check", "--send", file.toString());
  }

  private static void answer(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().set("content-type", type);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
