/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.kibana;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.Appender;
import dev.fanlight.exporters.testing.NeedsPeers;
import dev.fanlight.logback.HostileEvents;
import dev.fanlight.logback.StrictJson;
import dev.fanlight.logback.request.RequestLog;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * From the logger to the answers: through the file, a real shipper and our template, into a real OpenSearch.
 *
 * <p>{@code shop.jsonl} holds whole traces of one run of the shop, {@code ./mvnw -q -Pdemo}, as its three services wrote them.
 */
@NeedsPeers(
    programs = "rsyslogd",
    packages = {"rsyslog", "rsyslog-elasticsearch"})
class ShippedLinesIT {
  private static final String STREAM = "logs-backend-test";
  private static final Path TEMPLATES = Path.of("..", "docs", "kibana");
  private static final int HOSTILE = 300;
  private static final int ATTEMPTS = 30;
  private static final int REQUESTS = 20;

  private final PrintStream stderr = System.err;

  @TempDir
  private Path folder;

  /** SLF4J prints each failing toString there. */
  @BeforeEach
  void silence() {
    System.setErr(new PrintStream(PrintStream.nullOutputStream(), false));
  }

  @AfterEach
  void restore() {
    System.setErr(stderr);
  }

  @Test
  void none_is_rejected_and_failures_and_traces_are_found_as_they_were_written() throws Exception {
    List<String> shop = shopLines();
    try (OpenSearch search = OpenSearch.start(folder)) {
      search.put("_component_template/fanlight-mappings", template("component-template.json"));
      search.put("_index_template/fanlight", template("opensearch/index-template.json"));
      search.put("_data_stream/" + STREAM, "");
      search.get("_cluster/health/" + STREAM + "?wait_for_status=yellow&timeout=60s");
      Path file = folder.resolve("app.json");
      log(file);
      Files.write(file, shop, UTF_8, StandardOpenOption.APPEND);
      int lines = shop.size() + HOSTILE + ATTEMPTS + REQUESTS;
      assertThat(Files.readAllLines(file, UTF_8)).hasSize(lines);

      try (Rsyslog shipper = Rsyslog.follow(file, search.port(), STREAM, folder)) {
        Awaitility.await("all lines arrive; what does not is in errors.json in " + folder)
            .atMost(Duration.ofMinutes(1))
            .pollInterval(Duration.ofMillis(300))
            .until(
                () -> shipper.rejected().isEmpty() ? count(search, "*:*") : -1,
                arrived -> arrived == lines);
        assertThat(shipper.rejected()).isEmpty();
      }

      List<Map<String, Object>> written = StrictJson.lines(shop.stream());
      assertThat(failuresByMessage(search)).isEqualTo(failuresByMessage(written));
      Map<Object, List<Map<String, Object>>> traces =
          written.stream().collect(groupingBy(line -> line.get("trace.id")));
      traces.forEach(
          (id, its) -> assertThat(trace(search, id)).containsExactlyInAnyOrderElementsOf(its));
      assertThat(count(search, "labels.customer:c-7")).isEqualTo(1);
      assertThat(count(search, "numeric_labels.attempt:[2 TO *]")).isEqualTo(ATTEMPTS / 2);
      assertThat(count(search, "event.action:request AND event.duration:[5000000 TO *]"))
          .isEqualTo(REQUESTS / 2);
    }
  }

  private static List<String> shopLines() throws IOException {
    try (InputStream file = ShippedLinesIT.class.getResourceAsStream("shop.jsonl")) {
      return new String(file.readAllBytes(), UTF_8).lines().toList();
    }
  }

  private static String template(String name) throws IOException {
    return Files.readString(TEMPLATES.resolve(name), UTF_8);
  }

  /** Writes lines that were made to be refused, values that quarrel over a type, and requests. */
  private void log(Path file) throws Exception {
    var context = new LoggerContext();
    var mdc = new LogbackMDCAdapter();
    context.setMDCAdapter(mdc);
    context.putProperty("FANLIGHT_LOG_FILE", file.toString());
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    Path xml = Files.writeString(
        folder.resolve("logback.xml"),
        "<configuration><include resource=\"dev/fanlight/logback/file-async.xml\"/></configuration>");
    configurator.doConfigure(xml.toFile());
    Logger logger = context.getLogger("shop.Sessions");

    var hostile = HostileEvents.withKnownKeys(11, logger, mdc);
    for (int i = 0; i < HOSTILE; i++) {
      hostile.log(i);
    }
    mdc.clear();
    for (int i = 0; i < ATTEMPTS; i++) {
      logger
          .atInfo()
          .addKeyValue("customer", "c-" + i)
          .addKeyValue("attempt", i % 2 == 0 ? 1 : 2.5)
          .log("trying again");
    }
    request(context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender("FANLIGHT"));
    context.stop(); // writes what is queued
  }

  /** Every second one is slow, and fails. */
  private static void request(Appender<ILoggingEvent> appender) {
    Logger requests = (Logger) LoggerFactory.getLogger("fanlight.request");
    requests.addAppender(appender);
    try (SdkTracerProvider tracing = SdkTracerProvider.builder()
        .addSpanProcessor(RequestLog.builder().build())
        .build()) {
      for (int i = 0; i < REQUESTS; i++) {
        boolean isSlow = i % 2 == 0;
        Instant start = Instant.parse("2026-11-26T01:26:28Z");
        Span span = tracing
            .get("shop")
            .spanBuilder("GET /orders/{id}")
            .setNoParent()
            .setSpanKind(SpanKind.SERVER)
            .setStartTimestamp(start)
            .setAttribute("http.response.status_code", isSlow ? 503L : 200L)
            .startSpan();
        span.end(start.plus(Duration.ofMillis(isSlow ? 5 : 4)));
      }
    } finally {
      requests.detachAppender(appender);
    }
  }

  private static long count(OpenSearch search, String query) {
    search.post(STREAM + "/_refresh", "");
    return search
        .post(STREAM + "/_count", "{\"query\":" + query(query) + "}")
        .get("count")
        .asLong();
  }

  /** All lines of one trace. */
  private static List<Map<String, Object>> trace(OpenSearch search, Object id) {
    JsonNode found =
        search.post(STREAM + "/_search?size=1000", "{\"query\":" + query("trace.id:" + id) + "}");
    var lines = new ArrayList<Map<String, Object>>();
    for (JsonNode hit : found.at("/hits/hits")) {
      lines.add(StrictJson.line(hit.get("_source").toString()));
    }
    return lines;
  }

  private static String query(String query) {
    return "{\"query_string\":{\"query\":\"" + query + "\"}}";
  }

  /** The dashboard's first question. */
  private static Map<Object, Long> failuresByMessage(OpenSearch search) {
    JsonNode found = search.post(STREAM + "/_search?size=0", """
            {"query":{"bool":{"filter":[{"term":{"log.level":"ERROR"}},{"term":{"service.name":"backend"}}]}},
             "aggs":{"causes":{"terms":{"field":"error.message.keyword"}}}}
            """);
    var counts = new HashMap<Object, Long>();
    for (JsonNode bucket : found.at("/aggregations/causes/buckets")) {
      counts.put(bucket.get("key").asString(), bucket.get("doc_count").asLong());
    }
    return counts;
  }

  private static Map<Object, Long> failuresByMessage(List<Map<String, Object>> lines) {
    return lines.stream()
        .filter(line -> "ERROR".equals(line.get("log.level")))
        .collect(groupingBy(line -> line.get("error.message"), counting()));
  }
}
