/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanlight.exporters.Fanlight;
import dev.fanlight.exporters.processes.ChildJvm;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.testing.Spans;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vendor type at a real broker. */
@Timeout(120)
class KafkaVendorIT {

  private static KafkaBroker broker;

  @TempDir
  Path folder;

  @BeforeAll
  static void start_the_broker(@TempDir Path data) throws Exception {
    broker = KafkaBroker.start(data);
    broker.createTopics(
        "restart", "large", "by_trace", "agent", "client-3.9.2", "client-4.2.2", "client-4.4.0");
  }

  @AfterAll
  static void stop_the_broker() {
    broker.close();
  }

  @Test
  void every_span_arrives_though_the_broker_is_killed_and_started_again() throws Exception {
    Fanlight fanlight = Fanlight.load(file("restart", ""));
    Spans spans = Spans.at(fanlight.spanProcessor());
    Set<String> ended = new HashSet<>(spans.end(300));
    await().atMost(Duration.ofSeconds(60)).until(() -> ledger(fanlight).delivered() > 0);
    assertThat(ManagementFactory.getPlatformMBeanServer()
            .queryNames(new ObjectName("kafka.producer:*"), null))
        .isEmpty();

    broker.kill();
    ended.addAll(spans.end(300));
    await().until(() -> ledger(fanlight).state() != LedgerSnapshot.State.UP);
    broker.startAgain();
    ended.addAll(spans.end(300));
    await().atMost(Duration.ofSeconds(60)).until(() -> ledger(fanlight).buffered() == 0);
    fanlight.close();

    LedgerSnapshot ledger = ledger(fanlight);
    assertThat(ledger.addsUp()).as("%s", ledger).isTrue();
    assertThat(ledger.delivered()).isEqualTo(900);
    assertThat(ConsumedRecords.of(broker.address(), "restart").spanIds()).isEqualTo(ended);
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.contains("kafka-producer") || name.contains("fleet-client"));
  }

  @Test
  void a_batch_of_3_MB_is_cut_below_the_limit_and_a_span_of_2_MB_is_rejected() throws Exception {
    Fanlight fanlight = Fanlight.load(file("large", ""));
    Tracer tracer = SdkTracerProvider.builder()
        .addSpanProcessor(fanlight.spanProcessor())
        .build()
        .get("test");
    Set<String> ended = new HashSet<>();
    for (int i = 0; i < 300; i++) {
      ended.add(end(tracer, 10_000));
    }
    fanlight.flush(Duration.ofSeconds(20));
    end(tracer, 2_000_000);
    fanlight.flush(Duration.ofSeconds(20));
    fanlight.close();

    LedgerSnapshot ledger = ledger(fanlight);
    ConsumedRecords consumed = ConsumedRecords.of(broker.address(), "large");
    assertThat(ledger.addsUp()).as("%s", ledger).isTrue();
    assertThat(ledger.delivered()).isEqualTo(300);
    assertThat(ledger.rejectedByReason()).isEqualTo(Map.of("too_large", 1L));
    assertThat(consumed.spanIds()).isEqualTo(ended);
    assertThat(consumed.spanCount()).isEqualTo(300);
    assertThat(consumed.records())
        .hasSizeBetween(3, 12)
        .allSatisfy(record -> assertThat(record.value().length).isLessThan(1 << 20));
  }

  private static String end(Tracer tracer, int bytes) {
    var span = tracer.spanBuilder("large").startSpan();
    span.setAttribute("padding", "x".repeat(bytes));
    span.end();
    return span.getSpanContext().getSpanId();
  }

  @Test
  void with_the_trace_id_as_key_a_trace_is_in_one_partition_and_a_batch_in_few_records()
      throws Exception {
    Fanlight fanlight = Fanlight.load(file("by_trace", "key: trace_id,"));
    Spans spans = Spans.at(fanlight.spanProcessor());
    Set<String> ended = spans.end(500);
    fanlight.flush(Duration.ofSeconds(20));
    fanlight.close();

    ConsumedRecords consumed = ConsumedRecords.of(broker.address(), "by_trace");
    assertThat(consumed.spanIds()).isEqualTo(ended);
    assertThat(consumed.spanCount()).isEqualTo(500);
    assertThat(consumed.records())
        .hasSizeLessThanOrEqualTo((int) (3 * ledger(fanlight).attempts()));
    Map<Integer, Integer> spansByPartition = new HashMap<>();
    consumed
        .records()
        .forEach(record -> ConsumedRecords.spans(record).forEach(span -> {
          byte[] hex = HexFormat.of()
              .formatHex(span.getTraceId().toByteArray())
              .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
          int partition = org.apache.kafka.common.utils.Utils.toPositive(
                  org.apache.kafka.common.utils.Utils.murmur2(hex))
              % 3;
          assertThat(record.partition()).isEqualTo(partition);
          spansByPartition.merge(partition, 1, Integer::sum);
        }));
    assertThat(spansByPartition).hasSize(3);
  }

  static Stream<Path> clients() throws Exception {
    Path folder = Path.of(Objects.requireNonNull(System.getProperty("fanlight.kafka.clients")));
    try (Stream<Path> jars = Files.list(folder)) {
      List<Path> sorted = jars.sorted().toList();
      assertThat(sorted).hasSize(3);
      return sorted.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("clients")
  void the_same_classes_run_with_each_client(Path client) throws Exception {
    String topic = "client-" + client.getFileName().toString().replaceAll("[^0-9.]|[.]jar", "");
    List<String> lines = run(client, topic, List.of());

    List<String> ended = lines.stream()
        .filter(line -> line.startsWith("ENDED "))
        .map(line -> line.substring("ENDED ".length()))
        .toList();
    assertThat(ended).as("%s", lines).hasSize(200);
    assertThat(lines).contains("DELIVERED 200 of 200");
    assertThat(lines)
        .anyMatch(line ->
            line.startsWith("CLIENT ") && line.endsWith(client.getFileName().toString()));
    assertThat(ConsumedRecords.of(broker.address(), topic).spanIds())
        .containsExactlyInAnyOrderElementsOf(ended);
  }

  @Test
  void the_agent_makes_no_spans_of_the_client_and_no_headers() throws Exception {
    Path client = clients().toList().get(2);

    List<String> lines = run(
        client,
        "agent",
        List.of(
            "-javaagent:" + Objects.requireNonNull(System.getProperty("fanlight.agent")),
            "-Dotel.traces.exporter=console",
            "-Dotel.metrics.exporter=none",
            "-Dotel.logs.exporter=none"));

    assertThat(lines).contains("DELIVERED 200 of 200");
    assertThat(lines).noneMatch(line -> line.contains("LoggingSpanExporter"));
    assertThat(ConsumedRecords.of(broker.address(), "agent").spanIds()).hasSize(200);
  }

  private List<String> run(Path client, String topic, List<String> options) throws Exception {
    List<String> classPath = new ArrayList<>(List.of(client.toString()));
    String tests =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    for (String entry : tests.split(System.getProperty("path.separator"), -1)) {
      String name = Path.of(entry).getFileName().toString();
      if (!name.startsWith("kafka") || !name.endsWith(".jar")) {
        classPath.add(entry);
      }
    }
    List<String> arguments = new ArrayList<>(options);
    arguments.addAll(List.of(
        "-XX:TieredStopAtLevel=1",
        "-cp",
        String.join(System.getProperty("path.separator"), classPath),
        FleetApplication.class.getName(),
        file(topic, "").toString()));
    try (ChildJvm jvm = ChildJvm.start(List.of(), arguments, folder.resolve("application.log"))) {
      jvm.awaitEnd();
      return jvm.lines();
    }
  }

  private static LedgerSnapshot ledger(Fanlight fanlight) {
    return fanlight.ledgerSnapshots().get(0);
  }

  private Path file(String topic, String keys) throws Exception {
    return Files.writeString(folder.resolve("fanlight.yaml"), """
        batch: {spans: 2000, bytes: 4MiB, delay: 200ms}
        buffer: {memory: 64MiB}
        vendors:
          fleet:
            type: kafka
            brokers: [%s]
            topic: %s
            timeout: 3s
            %s
            retry: {first_delay: 50ms, max_delay: 300ms}
            breaker: {failures: 5, open_for: 300ms}
        """.formatted(
            broker.address(), topic, keys.replace(",", "")));
  }
}
