/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The words of {@code check --send} where the two ports of OTLP are mixed up. */
class ProbePortsTest {

  /** An address of loopback that nothing else listens on. */
  private static final String HOST = "127.0.43.17";

  @TempDir
  private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "grpc | 4318 | HTTP/1.1 400 Bad Request | 4318 is OTLP over HTTP: use `protocol: http`, or port 4317",
        "http | 4317 | \u0000\u0000\u0000\u0004\u0000 | 4317 is OTLP over gRPC: use `protocol: grpc`, or port 4318",
        "http | 4317 | '' | 4317 is OTLP over gRPC: use `protocol: grpc`, or port 4318"
      })
  void the_other_protocol_is_named(String protocol, int port, String greeting, String advice)
      throws Exception {
    StringWriter out = new StringWriter();
    try (ServerSocket server = new ServerSocket(port, 5, InetAddress.getByName(HOST))) {
      Thread greeter = new Thread(() -> greet(server, greeting), "greeter");
      greeter.setDaemon(true);
      greeter.start();
      Path file = Files.writeString(
          folder.resolve("fanlight.yaml"),
          "vendors: {a: {type: otlp, protocol: %s, timeout: 3s, endpoint: 'http://%s:%d'}}"
              .formatted(protocol, HOST, port));
      CommandLine commandLine = FanlightCommand.commandLine();
      commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
      commandLine.setOut(new PrintWriter(out, true));

      assertThat(commandLine.execute("check", "--send", file.toString()))
          .isEqualTo(ExitCode.PROBE_FAILED);
    }
    assertThat(out.toString()).contains("a: " + advice);
  }

  private static void greet(ServerSocket server, String greeting) {
    while (!server.isClosed()) {
      try (Socket peer = server.accept()) {
        int ignored = peer.getInputStream().read(new byte[4_096]);
        peer.getOutputStream()
            .write((greeting.strip() + (greeting.contains("HTTP") ? "\r\n\r\n" : ""))
                .getBytes(StandardCharsets.ISO_8859_1));
      } catch (IOException closed) {
        // by the client, or at the end
      }
    }
  }
}
