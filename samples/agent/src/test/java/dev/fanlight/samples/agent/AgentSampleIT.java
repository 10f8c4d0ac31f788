/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.fanlight.exporters.testing.ScriptedVendor;
import dev.fanlight.exporters.testing.ScriptedVendor.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The documented command, with receivers of the test behind the sample's own file. */
@Timeout(300)
class AgentSampleIT {

  private static final Pattern ADDRESS = Pattern.compile("try (http://localhost:\\d+/order)");
  private static final Pattern TRACE = Pattern.compile("\"trace\\.id\":\"([0-9a-f]{32})\"");
  private static final Pattern ZIPKIN_ID = Pattern.compile("\"id\":\"([0-9a-f]{16})\"");
  private static final Pattern ZIPKIN_TRACE = Pattern.compile("\"traceId\":\"([0-9a-f]{32})\"");
  private static final int SPANS = 3;

  private final List<String> zipkinBodies = new CopyOnWriteArrayList<>();

  @TempDir
  Path folder;

  @Test
  void one_command_starts_an_application_whose_trace_is_at_both_vendors() throws Exception {
    HttpServer zipkin =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    zipkin.createContext("/api/v2/spans", this::takeAsZipkin);
    zipkin.start();
    try (ScriptedVendor gateway = ScriptedVendor.start(request -> Reply.OK)) {
      Path overlay = Files.writeString(folder.resolve("overlay.yaml"), """
          vendors:
            zipkin: {endpoint: "http://127.0.0.1:%d/api/v2/spans"}
            gateway: {endpoint: "%s"}
          metrics: {port: 0}
          """.formatted(
              zipkin.getAddress().getPort(), gateway.endpoint()));
      Path log = folder.resolve("application.log");
      Process application = start(overlay, log);
      try {
        assertThat(get(address(application, log))).isEqualTo("ordered, 7 in stock\n");
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> gateway.taken().size() == SPANS && zipkin(ZIPKIN_ID).size() == SPANS);

        application.destroy();

        assertThat(application.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(application.exitValue())
            .isEqualTo(128 + 15); // the shell has become the application
        assertThat(zipkin(ZIPKIN_ID)).containsExactlyInAnyOrderElementsOf(gateway.taken());
        Matcher trace = TRACE.matcher(line(log, "order received"));
        assertThat(trace.find()).isTrue();
        assertThat(zipkin(ZIPKIN_TRACE)).containsOnly(trace.group(1));
        assertThat(line(log, "order received")).contains("\"service.name\":\"orders\"");
        assertThat(Files.readString(log)).doesNotContain("WARN", "not delivered");
      } finally {
        application.destroyForcibly().waitFor();
        zipkin.stop(0);
      }
    }
  }

  private void takeAsZipkin(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
        body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
      }
      zipkinBodies.add(new String(body, StandardCharsets.UTF_8));
      exchange.sendResponseHeaders(202, -1);
    }
  }

  private List<String> zipkin(Pattern field) {
    return field
        .matcher(String.join("\n", zipkinBodies))
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }

  private static Process start(Path overlay, Path log) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("bash", "run", "0")
        .redirectErrorStream(true)
        .redirectOutput(log.toFile());
    builder.environment().put("FANLIGHT_NO_BUILD", "true");
    builder.environment().put("FANLIGHT_CONFIG", "fanlight.yaml," + overlay);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder.start();
  }

  private static URI address(Process application, Path log) throws IOException {
    await()
        .atMost(Duration.ofMinutes(4))
        .failFast("the application has ended", () -> !application.isAlive())
        .until(() -> ADDRESS.matcher(Files.readString(log)).find());
    Matcher address = ADDRESS.matcher(Files.readString(log));
    assertThat(address.find()).isTrue();
    return URI.create(address.group(1));
  }

  private static String get(URI address) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
        .body();
  }

  private static String line(Path log, String text) throws IOException {
    return Files.readAllLines(log).stream()
        .filter(line -> line.contains(text))
        .findFirst()
        .orElseThrow();
  }
}
