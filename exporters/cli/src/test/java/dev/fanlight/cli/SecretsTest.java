/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.fanlight.exporters.Fanlight;
import dev.fanlight.exporters.internal.config.ConfigLoader;
import dev.fanlight.exporters.internal.config.ConfigSource;
import dev.fanlight.exporters.internal.config.LoadResult;
import dev.fanlight.exporters.internal.transport.Transports;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole run with everything that can go wrong, searched for the secrets that it used. */
class SecretsTest {

  private static final List<String> SECRETS = List.of(
      "s3cret-in-header",
      "s3cret-in-basic",
      "s3cret-in-path",
      "s3cret-of-proxy",
      "s3cret-extra",
      "s3cret-of-client",
      "s3cret-assertion",
      "s3cret-access-token",
      "s3cret-new");

  private final Queue<String> said = new LinkedBlockingQueue<>(10_000);
  private final Queue<String> sent = new LinkedBlockingQueue<>(10_000);
  private final Logger root = Logger.getLogger("");
  private final Logger ours = Logger.getLogger("dev.fanlight");
  private final Handler handler = new Everything();
  private final int metricsPort = freePort();

  @TempDir
  private Path folder;

  @BeforeEach
  void listen() {
    handler.setLevel(Level.ALL);
    root.addHandler(handler);
    ours.setLevel(Level.ALL);
  }

  @AfterEach
  void stopListening() {
    root.removeHandler(handler);
    ours.setLevel(null);
  }

  @Test
  void no_secret_is_in_anything_but_its_requests() throws Exception {
    HttpServer receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext("/", this::answer);
    receiver.start();
    Files.writeString(folder.resolve("key"), "s3cret-in-header\n");
    Path file = write(receiver.getAddress().getPort());
    List<String> names = new CopyOnWriteArrayList<>();

    try (Fanlight fanlight = Fanlight.builder(file).closesAtExit(false).build()) {
      SdkTracerProvider provider =
          SdkTracerProvider.builder().addSpanProcessor(fanlight.spanProcessor()).build();
      span(provider);
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(states(fanlight))
              .contains(
                  LedgerSnapshot.State.UP,
                  LedgerSnapshot.State.UNAUTHORISED,
                  LedgerSnapshot.State.RETRYING));
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> said.toString().contains("waiting for credentials"));
      Files.writeString(folder.resolve("key"), "s3cret-new\n");
      Files.writeString(file, "vendors: {broken: {type: new_relic, licence: s3cret-extra}}");
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> fanlight.reloads().lastRefused());
      Thread.getAllStackTraces().keySet().forEach(thread -> names.add(thread.getName()));
      said.add(
          fanlight.ledgerSnapshots() + " " + fanlight.queueSnapshot() + fanlight.spanProcessor());
      said.add(metrics());
    }
    receiver.stop(0);
    write(receiver.getAddress().getPort());
    said.add(loaded(file) + names);
    said.add(refusal());

    assertThat(String.join(" ", sent))
        .contains("s3cret-in-header", "s3cret-in-path", "s3cret-extra", base64())
        .contains("s3cret-of-client", "s3cret-assertion", "Bearer s3cret-access-token");
    assertThat(said.toString())
        .contains("vendor \"refusing\"", "Fanlight cannot start")
        .contains("vendor \"no_token\": waiting for credentials from 127.0.0.1")
        .containsPattern("fanlight_spans_total\\{.*vendor=\"refusing\"")
        .doesNotContain(base64());
    assertThat(SECRETS).allSatisfy(secret -> assertThat(said.toString()).doesNotContain(secret));
  }

  private String metrics() throws IOException, InterruptedException {
    URI page = URI.create("http://localhost:" + metricsPort + "/metrics");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
        .body();
  }

  /** What a start says that is refused, down to the last cause. */
  private String refusal() throws IOException {
    Path file = Files.writeString(
        folder.resolve("refused.yaml"),
        "strict: true\nvendors: {a: {type: langfuse, public_key: pk, secret_key: [s3cret-in-basic]}}");
    StringWriter text = new StringWriter();
    try (Fanlight never = Fanlight.load(file)) {
      text.append("started: " + never.ledgerSnapshots());
    } catch (IllegalArgumentException refused) {
      refused.printStackTrace(new PrintWriter(text, true));
    }
    return text.toString();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String all = exchange.getRequestURI() + " " + exchange.getRequestHeaders().entrySet();
    sent.add(all);
    boolean isRefused = exchange.getRequestURI().getPath().startsWith("/refuse");
    boolean isToken = exchange.getRequestURI().getPath().contains("/token");
    String form = isToken ? new String(body, StandardCharsets.UTF_8) : "";
    sent.add(form);
    String answer = isToken ? tokenAnswer(all + form, isRefused) : all;
    byte[] echo = answer.getBytes(StandardCharsets.UTF_8); // a vendor may repeat what it got
    exchange.getResponseHeaders().add("content-type", isToken ? "application/json" : "text/plain");
    exchange.sendResponseHeaders(isRefused ? 401 : 200, echo.length);
    exchange.getResponseBody().write(echo);
    exchange.close();
  }

  private static String tokenAnswer(String echo, boolean isRefused) {
    return isRefused
        ? "{\"error\":\"invalid_client\",\"error_description\":\"" + echo.replace('"', ' ') + "\"}"
        : "{\"access_token\":\"s3cret-access-token\",\"expires_in\":60}";
  }

  private Path write(int port) throws IOException {
    String here = "http://127.0.0.1:" + port;
    return Files.writeString(folder.resolve("fanlight.yaml"), """
        batch: {delay: 10ms}
        shutdown_timeout: 100ms
        metrics: {port: PORT}
        vendors:
          good: {type: new_relic, license_key: "${file:key}", endpoint: HERE/good, headers: {x-more: s3cret-extra}}
          path: {type: sumo_logic, source_url: HERE/s3cret-in-path}
          refusing: {type: langfuse, public_key: pk, secret_key: s3cret-in-basic, endpoint: HERE/refuse}
          gone: {type: sumo_logic, source_url: "http://127.0.0.1:1/s3cret-in-path"}
          refused_token:
            type: otlp
            endpoint: HERE/refuse
            oauth2: {token_url: HERE/token, client_id: me, client_secret: s3cret-of-client}
          no_token:
            type: otlp
            endpoint: HERE/y
            oauth2: {token_url: HERE/refuse/token, client_id: me, client_assertion: s3cret-assertion}
          proxied:
            type: otlp
            endpoint: HERE/x
            proxy: {address: "http://127.0.0.1:1", user: u, password: s3cret-of-proxy}
        """.replace("HERE", here)
        .replace("PORT", metricsPort + ""));
  }

  private static String base64() {
    return Base64.getEncoder()
        .encodeToString("pk:s3cret-in-basic".getBytes(StandardCharsets.UTF_8));
  }

  private static List<LedgerSnapshot.State> states(Fanlight fanlight) {
    return fanlight.ledgerSnapshots().stream().map(LedgerSnapshot::state).toList();
  }

  private static void span(SdkTracerProvider provider) {
    provider.get("test").spanBuilder("span").startSpan().end();
  }

  private static String loaded(Path file) {
    LoadResult loaded = ConfigLoader.of(ConfigSource.of(file), Transports.CHECK).load();
    StringBuilder text = new StringBuilder(loaded.toString());
    if (loaded instanceof LoadResult.Usable usable) {
      usable
          .configuration()
          .fanout()
          .lanes()
          .forEach(lane -> text.append(lane)
              .append(lane.vendor())
              .append(lane.vendor().headers())
              .append(lane.transport())
              .append(lane.oauth2())
              .append(lane.fingerprint()));
    }
    return text.toString();
  }

  private final class Everything extends Handler {

    @Override
    public void publish(LogRecord line) {
      if (!line.getLoggerName().startsWith("dev.fanlight")) {
        return; // the receiver's own server logs requests
      }
      StringWriter text = new StringWriter();
      text.append(new SimpleFormatter().formatMessage(line)).append('\n');
      if (line.getThrown() != null) {
        line.getThrown().printStackTrace(new PrintWriter(text, true));
      }
      said.add(text.toString());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
