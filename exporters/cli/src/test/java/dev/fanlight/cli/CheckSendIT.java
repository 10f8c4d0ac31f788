/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as a user runs it, against a real Zipkin server and receivers of OTLP. */
class CheckSendIT {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir
  private static Path folder;

  private static int zipkinPort;
  private static Process zipkin;

  @BeforeAll
  static void startZipkin() throws IOException {
    zipkinPort = freePort();
    zipkin = java(List.of(
            "-Xmx256m",
            "-jar",
            System.getProperty("zipkin.jar"),
            "--armeria.ports[0].port=" + zipkinPort,
            "--armeria.ports[0].address=127.0.0.1"))
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("zipkin.out").toFile())
        .start();
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> get("/health").contains("UP"));
  }

  @AfterAll
  static void stopZipkin() throws InterruptedException {
    zipkin.destroy();
    zipkin.waitFor();
  }

  @Test
  void a_probe_is_taken_by_zipkin_and_by_a_receiver_of_otlp() throws Exception {
    try (Receiver receiver = Receiver.plain()) {
      Path file = write("""
          vendors:
            local: {type: zipkin, endpoint: 'http://127.0.0.1:%1$d', ui: 'http://127.0.0.1:%1$d/zipkin'}
            new_relic: {license_key: %2$s, endpoint: 'http://127.0.0.1:%3$d'}
          """.formatted(zipkinPort, Receiver.KEY, receiver.port()));

      Ended ended = fanlight("check", "--send", file.toString());

      assertThat(ended.lines())
          .describedAs("%s", ended)
          .anyMatch(line -> line.startsWith("local ") && line.endsWith("accepted with status 202"));
      assertThat(ended.lines())
          .anyMatch(
              line -> line.startsWith("new_relic ") && line.endsWith("accepted with status 200"));
      assertThat(ended.exitCode()).isZero();
      assertThat(receiver.requests()).containsExactly("POST application/x-protobuf");
      String trace = ended.lines().stream()
          .filter(line -> line.startsWith("local: http"))
          .map(line -> line.substring(line.lastIndexOf('/') + 1))
          .findFirst()
          .orElseThrow();
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> assertThat(get("/api/v2/trace/" + trace)).contains("\"fanlight-check\""));
    }
  }

  @Test
  void each_failure_is_one_line_that_says_how_to_mend_it() throws Exception {
    try (Receiver receiver = Receiver.plain();
        Receiver untrusted = Receiver.untrusted(folder)) {
      Path file = write("""
          vendors:
            wrong_key: {type: new_relic, license_key: wrong-s3cret, endpoint: 'http://127.0.0.1:%d'}
            closed: {type: otlp, endpoint: 'http://127.0.0.1:%d'}
            untrusted: {type: otlp, endpoint: 'https://localhost:%d'}
            nowhere: {type: otlp, endpoint: 'http://collector.invalid:4318'}
          """.formatted(receiver.port(), freePort(), untrusted.port()));

      Ended ended = fanlight("check", "--send", file.toString());

      assertThat(ended.exitCode()).isEqualTo(ExitCode.PROBE_FAILED);
      assertThat(ended.out()).doesNotContain("s3cret", "\u001b");
      assertThat(ended.lines())
          .describedAs("%s", ended)
          .filteredOn(line -> line.matches("[a-z_]+: .*"))
          .satisfiesExactly(
              line -> assertThat(line).startsWith("wrong_key: the vendor does not accept the cred"),
              line -> assertThat(line)
                  .startsWith("closed: no process listens at this address; check host"),
              line -> assertThat(line).startsWith("untrusted: the connection is not trusted; give"),
              line -> assertThat(line)
                  .startsWith("nowhere: this machine cannot resolve the name collector.invalid"));
    }
  }

  private static Path write(String document) throws IOException {
    return Files.writeString(folder.resolve("fanlight.yaml"), document);
  }

  private static Ended fanlight(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("-jar", System.getProperty("fanlight.jar")));
    command.addAll(List.of(arguments));
    Process process = java(command).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(err).isEmpty();
    return new Ended(process.waitFor(), out);
  }

  private static ProcessBuilder java(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    return new ProcessBuilder(command);
  }

  private static String get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + zipkinPort + path);
    return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
        .body();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private record Ended(int exitCode, String out) {
    List<String> lines() {
      return out.lines().toList();
    }
  }
}
