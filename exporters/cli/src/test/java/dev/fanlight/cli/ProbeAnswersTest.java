/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
        .contains("status 200, but with a web page for an answer")
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
        .contains("refused with status 400: bad key ***")
        .doesNotContain("s3cr3t", "\u001b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"partialSuccess\":{\"rejectedSpans\":\"1\",\"errorMessage\":\"too old\"}}"
            + "| 3 | status 200, but the span was refused: too old",
        "{\"partialSuccess\":{\"errorMessage\":\"use v2\"}}"
            + "| 0 | taken with status 200; it warns: use v2",
      })
  void a_partial_success_is_shown(String body, int exitCode, String line) throws IOException {
    assertThat(probe(200, "application/json", bytes(body))).isEqualTo(exitCode);
    assertThat(out.toString()).contains(line);
  }

  private int probe(int status, String type, byte[] body) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> answer(exchange, status, type, body));
    server.start();
    try {
      Path file = Files.writeString(
          folder.resolve("fanlight.yaml"),
          "vendors: {a: {type: otlp, endpoint: 'http://127.0.0.1:"
              + server.getAddress().getPort() + "', headers: {x-key: s3cr3t-k3y}}}");
      CommandLine commandLine = Main.commandLine();
      commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
      commandLine.setOut(new PrintWriter(out, true));
      return commandLine.execute("check", "--send", file.toString());
    } finally {
      server.stop(0);
    }
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
