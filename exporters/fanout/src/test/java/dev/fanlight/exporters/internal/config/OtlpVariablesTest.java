/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.fanlight.exporters.internal.settings.LaneSettings;
import dev.fanlight.exporters.testing.FakeSpan;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The SDK's own variables mean what they mean to the SDK's own exporter, which is the oracle. */
class OtlpVariablesTest {

  private static final Pattern TIMEOUT = Pattern.compile("timeoutNanos=([0-9]+)");
  private static final String REFUSED = "refused";

  private final BlockingQueue<String> received = new ArrayBlockingQueue<>(10);
  private HttpServer server;

  @TempDir
  private Path folder;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      Map<String, String> headers = new TreeMap<>();
      exchange.getRequestHeaders().forEach((name, values) -> {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.startsWith("x-") || lower.equals("authorization")) {
          headers.put(lower, values.get(values.size() - 1));
        }
      });
      received.add(exchange.getRequestURI() + " " + headers + " "
          + exchange.getRequestHeaders().getFirst("Content-Encoding"));
      exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
    });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** Each row is a set of variables, without their common beginning; $ is the server. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ENDPOINT=$",
        "ENDPOINT=$/",
        "ENDPOINT=$/base",
        "ENDPOINT=$/base/",
        "ENDPOINT=$/base//",
        "ENDPOINT=$/v1/traces",
        "ENDPOINT=  $  ",
        "ENDPOINT=HTTP^",
        "ENDPOINT=$?a=b",
        "ENDPOINT=$/x?a=b",
        "ENDPOINT=$#f",
        "ENDPOINT=localhost:4318",
        "ENDPOINT=ftp://localhost",
        "ENDPOINT=http://",
        "TRACES_ENDPOINT=$",
        "TRACES_ENDPOINT=$/",
        "TRACES_ENDPOINT=$/mine",
        "TRACES_ENDPOINT=$/mine/",
        "TRACES_ENDPOINT=$/v1/traces",
        "TRACES_ENDPOINT=$?a=b",
        "TRACES_ENDPOINT=$;ENDPOINT=http://127.0.0.1:1",
        "TRACES_ENDPOINT= $ ;ENDPOINT=http://127.0.0.1:1",
        "ENDPOINT=$;HEADERS=x-a=b",
        "ENDPOINT=$;HEADERS=x-a=b,x-c=d",
        "ENDPOINT=$;HEADERS= x-a = b , x-c = d ,",
        "ENDPOINT=$;HEADERS=x-a=b=c==",
        "ENDPOINT=$;HEADERS=x-a=b%20c%2Cd%3D%25",
        "ENDPOINT=$;HEADERS=x-a=b+c",
        "ENDPOINT=$;HEADERS=x-a=1,x-a=2",
        "ENDPOINT=$;HEADERS=x-a=,x-b=c",
        "ENDPOINT=$;HEADERS=X-UPPER=C",
        "ENDPOINT=$;HEADERS=x-a=$b,x-c=${D}",
        "ENDPOINT=$;HEADERS=,,",
        "ENDPOINT=$;HEADERS=x-a",
        "ENDPOINT=$;HEADERS==b",
        "ENDPOINT=$;HEADERS=x-a=%",
        "ENDPOINT=$;HEADERS=x-a=%zz",
        "ENDPOINT=$;HEADERS=Authorization=Basic%20YTpi",
        "ENDPOINT=$;HEADERS=Content-Length=3,x-a=b",
        "ENDPOINT=$;HEADERS=x-a=b;TRACES_HEADERS=x-c=d",
        "ENDPOINT=$;HEADERS=x-a=b;TRACES_HEADERS=x-c=",
        "ENDPOINT=$;HEADERS=x-a=b;TRACES_HEADERS=",
        "ENDPOINT=$;COMPRESSION=gzip",
        "ENDPOINT=$;COMPRESSION=none",
        "ENDPOINT=$;COMPRESSION=GZIP",
        "ENDPOINT=$;COMPRESSION= gzip",
        "ENDPOINT=$;COMPRESSION=zstd",
        "ENDPOINT=$;COMPRESSION=none;TRACES_COMPRESSION=gzip",
        "ENDPOINT=$;TIMEOUT=10s",
        "ENDPOINT=$;TIMEOUT=10000ms",
        "ENDPOINT=$;TIMEOUT=2500",
        "ENDPOINT=$;TIMEOUT=1m",
        "ENDPOINT=$;TIMEOUT=1h",
        "ENDPOINT=$;TIMEOUT=1d",
        "ENDPOINT=$;TIMEOUT=0",
        "ENDPOINT=$;TIMEOUT=0s",
        "ENDPOINT=$;TIMEOUT=99999999999d",
        "ENDPOINT=$;TIMEOUT=5000000us",
        "ENDPOINT=$;TIMEOUT=5000000000ns",
        "ENDPOINT=$;TIMEOUT= 10 s ",
        "ENDPOINT=$;TIMEOUT=+5000",
        "ENDPOINT=$;TIMEOUT=-5",
        "ENDPOINT=$;TIMEOUT=1.5s",
        "ENDPOINT=$;TIMEOUT=10S",
        "ENDPOINT=$;TIMEOUT=5 0s",
        "ENDPOINT=$;TIMEOUT=s",
        "ENDPOINT=$;TIMEOUT=ten",
        "ENDPOINT=$;TIMEOUT=;TRACES_TIMEOUT=3s",
        "ENDPOINT=$;TIMEOUT=7s;TRACES_TIMEOUT=",
        "ENDPOINT=$;TIMEOUT=7s;TRACES_TIMEOUT=3s",
        "ENDPOINT=$;PROTOCOL=http/json",
        "ENDPOINT=$;PROTOCOL=http",
        "ENDPOINT=$;PROTOCOL=HTTP/protobuf",
        "ENDPOINT=$;PROTOCOL=grpc;TRACES_PROTOCOL=http/protobuf",
        "ENDPOINT=$;PROTOCOL=http/protobuf;TRACES_PROTOCOL=nonsense",
        "ENDPOINT=$/x;PROTOCOL=grpc",
        "ENDPOINT=$;INSECURE=true",
        "ENDPOINT=$;CERTIFICATE=@ca.pem",
        "ENDPOINT=$;CERTIFICATE=@none.pem",
        "ENDPOINT=$;CERTIFICATE=@none.pem;TRACES_CERTIFICATE=@ca.pem",
        "ENDPOINT=$;CLIENT_CERTIFICATE=@ca.pem",
        "ENDPOINT=$;CLIENT_KEY=@ca.pem"
      })
  void each_variable_means_what_it_means_to_the_sdk(String row) throws Exception {
    Map<String, String> variables = new HashMap<>();
    for (String variable : Pattern.compile(";").splitAsStream(row).toList()) {
      int equals = variable.indexOf('=');
      String server = "http://127.0.0.1:" + this.server.getAddress().getPort();
      variables.put(
          "OTEL_EXPORTER_OTLP_" + variable.substring(0, equals),
          variable
              .substring(equals + 1)
              .replace("HTTP^", "HTTP" + server.substring(4))
              .replaceAll("\\$(?![b{])", server)
              .replace("@", folder + "/"));
    }
    variables.putIfAbsent("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
    variables.putIfAbsent("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip");
    Files.writeString(folder.resolve("ca.pem"), SourcesTest.certificate(0));

    assertThat(ours(variables)).isEqualTo(stock(variables));
  }

  @Test
  void a_blank_variable_is_not_set() {
    FakeSurroundings surroundings = new FakeSurroundings();
    for (String name : List.of(
        "ENDPOINT", "HEADERS", "PROTOCOL", "TIMEOUT", "COMPRESSION", "CERTIFICATE", "CLIENT_KEY")) {
      surroundings.variable("OTEL_EXPORTER_OTLP_TRACES_" + name, " ");
      surroundings.variable("OTEL_EXPORTER_OTLP_" + name, "");
    }

    LaneSettings lane =
        surroundings.configuration("vendors: {otlp: {}}").fanout().lanes().get(0);

    assertThat(lane.vendor().endpoint()).hasToString("http://localhost:4318/v1/traces");
    assertThat(lane.timeout()).hasSeconds(10);
  }

  @Test
  void a_property_wins_over_its_variable() {
    LaneSettings lane = new FakeSurroundings()
        .variable("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://variable:1/x")
        .property("otel.exporter.otlp.traces.endpoint", "http://pro_perty:2")
        .configuration("vendors: {otlp: {}}")
        .fanout()
        .lanes()
        .get(0);

    assertThat(lane.vendor().endpoint()).hasToString("http://pro_perty:2/");
  }

  @Test
  void a_path_starts_at_the_working_directory_and_not_at_the_file() throws IOException {
    Path file = Files.writeString(folder.resolve("fanlight.yaml"), "vendors: {otlp: {}}");
    Files.writeString(folder.resolve("relca.pem"), "");

    LoadResult loaded = new FakeSurroundings()
        .variable("OTEL_EXPORTER_OTLP_CERTIFICATE", "relca.pem")
        .load(ConfigSource.of(file));

    assertThat(loaded.problems()).singleElement().satisfies(problem -> {
      assertThat(problem.place()).hasToString("OTEL_EXPORTER_OTLP_CERTIFICATE");
      assertThat(problem.message())
          .startsWith("there is no file " + Path.of("relca.pem").toAbsolutePath());
    });
  }

  @Test
  void a_vendor_that_is_off_is_not_hurt_by_a_wrong_variable() {
    Configuration configuration = new FakeSurroundings()
        .variable("OTEL_EXPORTER_OTLP_TIMEOUT", "soon")
        .configuration("vendors: {otlp: {enabled: false}}");

    assertThat(configuration.fanout().lanes()).isEmpty();
  }

  private String ours(Map<String, String> variables) {
    FakeSurroundings surroundings = new FakeSurroundings();
    variables.forEach(surroundings::variable);
    LoadResult loaded = surroundings.load("vendors: {otlp: {}}");
    if (!loaded.isSound()) {
      assertThat(loaded.problems())
          .allSatisfy(problem -> assertThat(problem.toString()).startsWith("OTEL_EXPORTER_OTLP_"));
      return REFUSED;
    }
    LaneSettings lane =
        ((LoadResult.Usable) loaded).configuration().fanout().lanes().get(0);
    return lane.vendor().endpoint().getRawPath()
        + " "
        + new TreeMap<>(lane.vendor().headers().current())
        + " "
        + (lane.compression().name().equals("GZIP") ? "gzip" : null)
        + " "
        + lane.timeout();
  }

  private String stock(Map<String, String> variables) throws InterruptedException {
    Map<String, String> properties = new HashMap<>();
    variables.forEach(
        (name, value) -> properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value));
    properties.putAll(Map.of("otel.metrics.exporter", "none", "otel.logs.exporter", "none"));
    BlockingQueue<SpanExporter> exporters = new ArrayBlockingQueue<>(1);
    try (OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.builder()
        .disableShutdownHook()
        .addPropertiesCustomizer(config -> properties)
        .addSpanExporterCustomizer((exporter, config) -> {
          exporters.add(exporter);
          return exporter;
        })
        .build()
        .getOpenTelemetrySdk()) {
      assertThat(sdk).isNotNull();
      SpanExporter exporter = exporters.remove();
      List<SpanData> spans = List.of(FakeSpan.named("span"));
      exporter.export(spans).join(10, TimeUnit.SECONDS);
      String seen = received.poll(10, TimeUnit.SECONDS);
      Matcher timeout = TIMEOUT.matcher(exporter.toString());
      assertThat(timeout.find()).isTrue();
      return seen == null ? REFUSED : seen + " " + atMost(Long.parseLong(timeout.group(1)));
    } catch (Exception refused) {
      return REFUSED;
    }
  }

  /** The SDK has no longest timeout, Fanlight has one. */
  private static Duration atMost(long nanos) {
    Duration timeout = Duration.ofNanos(nanos);
    return timeout.compareTo(CommonKeys.MAX_TIMEOUT) > 0 ? CommonKeys.MAX_TIMEOUT : timeout;
  }
}
