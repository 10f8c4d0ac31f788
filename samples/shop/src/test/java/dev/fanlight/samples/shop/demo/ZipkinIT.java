/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanlight.exporters.Fanlight;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** What a real Zipkin server stored, against what was sent. */
class ZipkinIT {
  private static final JsonNode NONE = MissingNode.getInstance();
  private static final DemoHttpClient HTTP = new DemoHttpClient();

  @TempDir
  static Path folder;

  private static ChildProcess zipkin;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    port = new PortAllocator().near(0, "Zipkin");
    var jar = new ZipkinJar(Path.of(System.getProperty("demo.zipkin")));
    zipkin = ChildProcess.start(
        "zipkin",
        jar.command(JdkInstallation.current(), port),
        ZipkinJar.variables(port),
        folder.resolve("zipkin.out"));
    zipkin.awaitHealth(
        HTTP, ProcessPorts.local(port, "/health"), new MonotonicClock(), () -> false);
  }

  @AfterAll
  static void stop() {
    zipkin.close();
    assertThat(zipkin.hadToBeKilled()).isFalse();
  }

  @Test
  void zipkin_stores_ids_parents_kinds_tags_and_errors_as_they_were_sent() throws Exception {
    Path config = folder.resolve("fanlight.yaml");
    Files.writeString(
        config,
        "vendors:\n  zipkin:\n    endpoint: " + ProcessPorts.local(port, "/api/v2/spans") + "\n");
    Span root;
    Span call;
    Span failed;
    try (SdkTracerProvider tracers = tracers(config)) {
      Tracer tracer = tracers.get("it");
      root = tracer.spanBuilder("POST /login").setSpanKind(SpanKind.SERVER).startSpan();
      call = child(tracer, root, "POST /session", SpanKind.CLIENT);
      call.setAttribute("http.response.status_code", 502);
      failed = child(tracer, call, "session.transfer", SpanKind.INTERNAL);
      failed.setAttribute("error.type", "dns");
      failed.setStatus(StatusCode.ERROR, "account host does not resolve");
      List.of(failed, call, root).forEach(Span::end);
    }

    String trace = root.getSpanContext().getTraceId();
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(stored(trace)).hasSize(3));
    Map<String, JsonNode> stored = stored(trace);

    JsonNode atRoot = stored.getOrDefault(id(root), NONE);
    assertThat(atRoot.path("name").asString()).isEqualTo("post /login");
    assertThat(atRoot.path("kind").asString()).isEqualTo("SERVER");
    assertThat(atRoot.has("parentId")).isFalse();
    assertThat(atRoot.path("localEndpoint").path("serviceName").asString()).isEqualTo("it-shop");
    assertThat(atRoot.path("tags").has("error")).isFalse();

    JsonNode atCall = stored.getOrDefault(id(call), NONE);
    assertThat(atCall.path("kind").asString()).isEqualTo("CLIENT");
    assertThat(atCall.path("parentId").asString()).isEqualTo(id(root));
    assertThat(atCall.path("tags").path("http.response.status_code").asString()).isEqualTo("502");

    JsonNode atFailed = stored.getOrDefault(id(failed), NONE);
    assertThat(atFailed.has("kind")).isFalse();
    assertThat(atFailed.path("parentId").asString()).isEqualTo(id(call));
    assertThat(atFailed.path("tags").path("error").asString())
        .isEqualTo("account host does not resolve");
    assertThat(atFailed.path("tags").path("error.type").asString()).isEqualTo("dns");
  }

  @Test
  void demos_that_start_at_the_same_time_share_what_the_first_has_unpacked() throws Exception {
    Path shared = Files.createDirectory(folder.resolve("shared"));
    Path jars = Path.of(System.getProperty("demo.zipkin"));
    try (Stream<Path> slim = Files.list(jars).filter(jar -> jar.toString().endsWith("-slim.jar"))) {
      for (Path jar : slim.toList()) {
        Files.copy(jar, shared.resolve(jar.getFileName()));
      }
    }

    List<CompletableFuture<List<String>>> commands = Stream.generate(() -> shared)
        .limit(2)
        .map(ZipkinJar::new)
        .map(jar -> CompletableFuture.supplyAsync(() -> command(jar)))
        .toList();

    assertThat(commands.get(0).get()).isEqualTo(commands.get(1).get());
    try (Stream<Path> made = Files.list(shared).filter(Files::isDirectory)) {
      assertThat(made).containsExactly(shared.resolve("unpacked"));
    }
  }

  private static List<String> command(ZipkinJar jar) {
    try {
      return jar.command(JdkInstallation.current(), 1);
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  private static SdkTracerProvider tracers(Path config) {
    return SdkTracerProvider.builder()
        .setResource(Resource.builder().put("service.name", "it-shop").build())
        .addSpanProcessor(Fanlight.load(config).spanProcessor())
        .build();
  }

  private static Span child(Tracer tracer, Span parent, String name, SpanKind kind) {
    return tracer
        .spanBuilder(name)
        .setParent(Context.root().with(parent))
        .setSpanKind(kind)
        .startSpan();
  }

  private static Map<String, JsonNode> stored(String trace) throws Exception {
    Map<String, JsonNode> spans = new HashMap<>();
    for (JsonNode span :
        JsonReader.read(HTTP.get(ProcessPorts.local(port, "/api/v2/trace/" + trace)))) {
      spans.put(span.path("id").asString(), span);
    }
    return spans;
  }

  private static String id(Span span) {
    return span.getSpanContext().getSpanId();
  }
}
