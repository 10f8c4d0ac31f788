/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * One page of a headless Chromium, driven by the DevTools protocol over the JDK's web socket: no driver to download.
 * A copy of the metrics bridge's, because this module cannot depend on jars of tests ({@code -Pdemo} makes none).
 *
 * @see <a href="https://chromedevtools.github.io/devtools-protocol/">Chrome DevTools Protocol</a>
 */
final class HeadlessChromium implements AutoCloseable, WebSocket.Listener {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger lastId = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final StringBuilder message = new StringBuilder(); // of the socket's thread

  private HeadlessChromium(Process process, URI page) {
    this.process = process;
    this.socket = HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .connectTimeout(PATIENCE)
        .buildAsync(page, this)
        .join();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      send(domain + ".enable", Map.of());
    }
  }

  /**
   * Starts a browser with an empty page.
   *
   * @param profile an empty folder
   */
  static HeadlessChromium start(Path profile) throws IOException {
    Process process = new ProcessBuilder(
            "chromium",
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--no-first-run",
            "--hide-scrollbars",
            "--user-data-dir=" + profile,
            "--remote-debugging-port=0",
            "about:blank")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
    try {
      Path port = profile.resolve("DevToolsActivePort");
      await().atMost(PATIENCE).until(() -> Files.exists(port) && Files.size(port) > 0);
      String number = Files.readAllLines(port).get(0);
      URI pages = URI.create("http://127.0.0.1:" + number + "/json/list");
      await().atMost(PATIENCE).until(() -> page(pages) != null);
      URI page = page(pages);
      if (page == null) {
        throw new IOException("the browser has no page");
      }
      return new HeadlessChromium(process, page);
    } catch (IOException | RuntimeException | Error e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static @Nullable URI page(URI pages) throws IOException {
    try {
      String list = HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(pages).build(), BodyHandlers.ofString())
          .body();
      for (JsonNode target : JSON.readTree(list)) {
        if (target.get("type").asString().equals("page")) {
          return URI.create(target.get("webSocketDebuggerUrl").asString());
        }
      }
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Sends a command of the protocol and returns its result. */
  JsonNode send(String method, Map<String, ?> parameters) {
    int id = lastId.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    String command =
        JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters));
    socket.sendText(command, true).join();
    return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** Opens an address and waits until the page has loaded. */
  void open(String address) {
    send("Page.navigate", Map.of("url", address));
    await()
        .atMost(PATIENCE)
        .until(
            () -> text("document.readyState + ' ' + location.href").equals("complete " + address));
  }

  /** Returns the value of a JavaScript expression as a text. */
  String text(String expression) {
    JsonNode result = send(
        "Runtime.evaluate",
        Map.of("expression", "String(" + expression + ")", "returnByValue", true));
    return result.path("result").path("value").asString("");
  }

  /** Sets the size of the window in CSS pixels. */
  void resize(int width, int height) {
    send(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Chooses between the light and the dark colours. */
  void prefersDark(boolean isDark) {
    Map<String, String> feature =
        Map.of("name", "prefers-color-scheme", "value", isDark ? "dark" : "light");
    send("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
  }

  /** Writes the whole page as a PNG. */
  void screenshot(Path file) {
    JsonNode result =
        send("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, Base64.getDecoder().decode(result.get("data").asString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Leaves the page, and forgets its errors and requests. */
  void clear() {
    open("about:blank");
    errors.clear();
    requests.clear();
  }

  /** Returns the errors and warnings of the console so far. */
  List<String> errors() {
    return List.copyOf(errors);
  }

  /** Returns the addresses that pages have requested so far. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
    message.append(part);
    if (isLast) {
      JsonNode received = JSON.readTree(message.toString());
      message.setLength(0);
      if (received.has("id")) {
        answered(received);
      } else {
        happened(received.get("method").asString(), received.get("params"));
      }
    }
    from.request(1);
    return CompletableFuture.completedFuture(null);
  }

  private void answered(JsonNode received) {
    CompletableFuture<JsonNode> answer = answers.remove(received.get("id").asInt());
    if (answer == null) {
      return;
    }
    if (received.has("error")) {
      answer.completeExceptionally(
          new IllegalStateException(received.get("error").toString()));
    } else {
      answer.complete(received.get("result"));
    }
  }

  private void happened(String event, JsonNode parameters) {
    switch (event) {
      case "Runtime.exceptionThrown" -> errors.add(parameters.toString());
      case "Runtime.consoleAPICalled" -> {
        if (List.of("error", "warning").contains(parameters.get("type").asString())) {
          errors.add(parameters.toString());
        }
      }
      case "Log.entryAdded" -> {
        if (!parameters.get("entry").get("level").asString().equals("verbose")) {
          errors.add(parameters.toString());
        }
      }
      case "Network.requestWillBeSent" ->
        requests.add(parameters.get("request").get("url").asString());
      default -> {}
    }
  }

  @Override
  public void close() {
    socket.abort();
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        process.waitFor(5, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
