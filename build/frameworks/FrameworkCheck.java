/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

/**
 * Starts an application of a framework with Fanlight on its class path, and checks the traces at two vendors.
 *
 * <p>Each request carries a trace id of its own. A vendor has the trace if a body that it received contains the id: as text
 * at Zipkin, as bytes at the receiver of OTLP.
 */
final class FrameworkCheck {

  private static final int REQUESTS = 4;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final HexFormat HEX = HexFormat.of();

  private final Random ids = new Random();
  private final HttpClient client = HttpClient.newHttpClient();
  private final String framework;
  private final Path target;

  private FrameworkCheck(String framework, Path target) {
    this.framework = framework;
    this.target = target.toAbsolutePath();
  }

  /**
   * Runs all checks.
   *
   * @param arguments the name of the framework, and the folder of its built application
   */
  public static void main(String[] arguments) {
    FrameworkCheck check = new FrameworkCheck(arguments[0], Path.of(arguments[1]));
    try {
      check.spansArriveAtBothVendors();
      check.anErrorInTheFileDoesNotStopTheApplication();
      System.exit(0); // the threads of the receivers would keep the process alive
    } catch (Exception | Error e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  private void spansArriveAtBothVendors() throws Exception {
    Receiver zipkin = new Receiver(HexFormat.of()::formatHex);
    Receiver otlp = new Receiver(id -> new String(id, StandardCharsets.ISO_8859_1));
    Application application = start("spans", """
        vendors:
          zipkin:
            endpoint: %s/api/v2/spans
          gateway:
            type: otlp
            endpoint: %s/v1/traces
        """.formatted(zipkin.address(), otlp.address()));
    try {
      List<byte[]> finished = new ArrayList<>();
      for (int i = 0; i < REQUESTS; i++) {
        finished.add(newId());
        String answer = application.get("/order", finished.get(i)).join().body();
        require(answer.equals("ordered"), "a request is answered, and not: " + answer);
      }
      await("traces of finished requests at Zipkin", () -> zipkin.has(finished));
      await("traces of finished requests at the receiver of OTLP", () -> otlp.has(finished));

      List<byte[]> inFlight = new ArrayList<>();
      for (int i = 0; i < REQUESTS; i++) {
        inFlight.add(newId());
        application.get("/order?millis=2000", inFlight.get(i));
      }
      await("requests in flight", () -> application.count("order received") == 2 * REQUESTS);
      application.process().destroy();
      require(application.process().waitFor(30, TimeUnit.SECONDS), "the process ends after SIGTERM");

      String log = application.log();
      require(log.contains("Fanlight sends spans to zipkin"), "the start line names the vendors");
      require(!log.contains("Failed to export"), "the framework's own exporter is off");
      report("in flight at SIGTERM, at Zipkin: " + zipkin.count(inFlight) + " of " + REQUESTS);
      report("in flight at SIGTERM, at the receiver of OTLP: " + otlp.count(inFlight) + " of "
          + REQUESTS);
      require(zipkin.has(inFlight) && otlp.has(inFlight), "spans in flight at SIGTERM arrive");
      require(zipkin.hasText("\"serviceName\":\"shop\""),
          "the service is named by the framework");
    } finally {
      application.process().destroyForcibly().waitFor();
      zipkin.close();
      otlp.close();
    }
    report("traces of finished requests and of requests in flight arrived at both vendors");
  }

  private void anErrorInTheFileDoesNotStopTheApplication() throws Exception {
    Application application = start("error", """
        vendors:
          gateway: {type: otlp, endpoint: "http://localhost:4318/v1/traces"}
        bogus: 1
        """);
    try {
      String answer = application.get("/order", newId()).join().body();
      require(answer.equals("ordered"), "a request is answered, and not: " + answer);
      require(
          application.log().contains("fanlight.yaml:3:1: unknown key"),
          "the log names the line of the unknown key");
    } finally {
      application.process().destroyForcibly().waitFor();
    }
    report("an unknown key in the file is in the log, and the application runs");
  }

  private Application start(String name, String config) throws Exception {
    Path folder = Files.createDirectories(target.resolve("check-" + name));
    Path file = Files.writeString(folder.resolve("fanlight.yaml"), config);
    Path log = folder.resolve("application.log");
    int port = freePort();
    List<String> command = new ArrayList<>(
        List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(
        switch (framework) {
          case "quarkus" -> List.of(
              "-Dquarkus.http.port=" + port, "-jar", target + "/quarkus-app/quarkus-run.jar");
          case "micronaut" -> List.of(
              "-Dmicronaut.server.port=" + port,
              "-cp",
              target + "/classes" + java.io.File.pathSeparator + target + "/lib/*",
              "dev.fanlight.frameworks.micronaut.ShopApplication");
          default -> throw new IllegalArgumentException("no framework " + framework);
        });
    ProcessBuilder process = new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile());
    process.environment().put("FANLIGHT_CONFIG", file.getFileName().toString());
    Application application = new Application(process.start(), log, port, client);
    try {
      await("a server on port " + port, application::isReady);
      return application;
    } catch (IllegalStateException notReady) {
      application.process().destroyForcibly().waitFor();
      throw notReady;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private byte[] newId() {
    byte[] id = new byte[16];
    ids.nextBytes(id);
    return id;
  }

  private static void await(String condition, Callable<Boolean> isTrue) throws Exception {
    long start = System.nanoTime();
    while (!isTrue.call()) {
      require(System.nanoTime() - start < TIMEOUT.toNanos(), condition + " within " + TIMEOUT);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static void require(boolean isTrue, String claim) {
    if (!isTrue) {
      throw new IllegalStateException("not true: " + claim);
    }
  }

  private void report(String text) {
    System.out.println(framework + ": " + text);
  }

  /** The process of the application. */
  private record Application(Process process, Path logFile, int port, HttpClient client) {

    CompletableFuture<HttpResponse<String>> get(String path, byte[] traceId) {
      URI address = URI.create("http://127.0.0.1:" + port + path);
      HttpRequest request = HttpRequest.newBuilder(address)
          .header("traceparent", "00-" + HEX.formatHex(traceId) + "-00f067aa0ba902b7-01")
          .timeout(TIMEOUT)
          .build();
      return client.sendAsync(request, BodyHandlers.ofString());
    }

    boolean isReady() throws IOException {
      require(process.isAlive(), "the application runs; its log is " + logFile);
      try (java.net.Socket socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
        return socket.isConnected();
      } catch (java.net.ConnectException notYet) {
        return false;
      }
    }

    String log() throws IOException {
      return Files.readString(logFile);
    }

    long count(String text) throws IOException {
      return log().lines().filter(line -> line.contains(text)).count();
    }
  }

  /** A vendor that accepts everything and keeps the bodies. */
  private static final class Receiver {

    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final java.util.function.Function<byte[], String> idFormat;
    private final HttpServer server;

    Receiver(java.util.function.Function<byte[], String> idFormat) throws IOException {
      this.idFormat = idFormat;
      this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", this::accept);
      server.start();
    }

    private void accept(HttpExchange exchange) throws IOException {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
        body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
      }
      bodies.add(new String(body, StandardCharsets.ISO_8859_1));
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
    }

    String address() {
      return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    boolean has(List<byte[]> traceIds) {
      return count(traceIds) == traceIds.size();
    }

    long count(List<byte[]> traceIds) {
      return traceIds.stream().filter(id -> hasText(idFormat.apply(id))).count();
    }

    boolean hasText(String text) {
      return bodies.stream().anyMatch(body -> body.contains(text));
    }

    void close() {
      server.stop(0);
    }
  }
}
