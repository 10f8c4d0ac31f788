/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.config.ConfigLoader;
import dev.fanlight.exporters.internal.config.ConfigSource;
import dev.fanlight.exporters.internal.config.LoadResult;
import dev.fanlight.exporters.internal.settings.LaneSettings;
import dev.fanlight.exporters.internal.transport.Transports;
import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.ConfigNode;
import dev.fanlight.exporters.spi.Limits;
import dev.fanlight.exporters.spi.Secret;
import dev.fanlight.exporters.spi.SenderSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys of the vendor type, from the file to the settings of the client. */
class KafkaSettingsTest {

  private static final String JAAS =
      "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"shop\" password=\"hunter2-hunter2\";";

  static Stream<String> refused() {
    return ProducerKeys.ALL.stream()
        .map(ConfigKey::name)
        .filter(
            name -> ProducerKeys.SETTINGS.stream().noneMatch(key -> key.name().equals(name)));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void a_setting_that_is_ours_is_refused_with_line_and_column(String name) {
    LoadResult loaded = load("""
        vendors:
          kafka:
            brokers: [kafka1:9092]
            client:
              %s: '7'
        """.formatted(name));

    assertThat(loaded.problems())
        .singleElement()
        .asString()
        .contains(":5:", "vendors.kafka.client." + name + ": expected no value, since ")
        .endsWith("; leave it out");
  }

  @Test
  void at_least_the_settings_of_the_issue_are_refused() {
    assertThat(refused())
        .contains(
            "acks",
            "enable.idempotence",
            "retries",
            "delivery.timeout.ms",
            "key.serializer",
            "value.serializer",
            "interceptor.classes",
            "config.providers",
            "transactional.id",
            "metric.reporters");
  }

  @Test
  void every_setting_of_the_client_that_names_a_class_can_only_be_refused() {
    assertThat(ProducerKeys.SETTINGS)
        .extracting(ConfigKey::name)
        .noneMatch(name -> name.contains("class") || name.contains("provider"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "brokers: [kafka1]",
        "brokers: ['kafka1:0']",
        "brokers: ['kafka1:65536']",
        "brokers: ['http://kafka1:9092']",
        "brokers: []",
        "{brokers: ['kafka1:9092'], topic: 'a b'}",
        "{brokers: ['kafka1:9092'], topic: ..}",
        "{brokers: ['kafka1:9092'], key: span_id}",
        "{brokers: ['kafka1:9092'], client: {unheard.of: 1}}",
        "{brokers: ['kafka1:9092'], client: {max.request.size: 1kB}}",
        "{brokers: ['kafka1:9092'], client: {sasl.mechanism: OAUTHBEARER}}",
        "{brokers: ['kafka1:9092'], client: {sasl.mechanism: PLAIN}}",
        "{brokers: ['kafka1:9092'], compression: gzip}",
        "topic: spans"
      })
  void a_value_that_cannot_be_used_is_one_error_with_its_place(String keys) {
    String mapping = keys.startsWith("{") ? keys : "{" + keys + "}";

    assertThat(load("vendors: {kafka: " + mapping + "}").problems())
        .singleElement()
        .asString()
        .contains(":1:", "vendors.kafka");
  }

  @Test
  void the_settings_of_the_file_reach_the_client_under_ours() {
    LaneSettings lane = lane("""
        vendors:
          fleet:
            type: kafka
            brokers: ['kafka1:9092', 'kafka2:9092']
            client:
              security.protocol: SASL_SSL
              sasl.mechanism: PLAIN
              sasl.jaas.config: '%s'
              compression.type: zstd
              max.request.size: 2MiB
        """.formatted(JAAS));

    assertThat(lane.vendor().endpoint()).hasToString("kafka://kafka1:9092,kafka2:9092/otlp_spans");
    assertThat(lane.vendor().limits().messageBytes()).isBetween(2_000_000, 2 << 20);
    assertThat(lane.toString()).doesNotContain("hunter2");
    Map<String, Object> settings = producerSettings(Map.of(
        ProducerKeys.JAAS, Secret.of(JAAS),
        ProducerKeys.SECURITY_PROTOCOL, "SASL_SSL",
        ProducerKeys.COMPRESSION, "zstd"));
    assertThat(settings)
        .containsEntry("acks", "all")
        .containsEntry("enable.idempotence", true)
        .containsEntry("compression.type", "zstd")
        .containsEntry("enable.metrics.push", false)
        .containsEntry("auto.include.jmx.reporter", false)
        .containsEntry("sasl.jaas.config", new Password(JAAS))
        .containsEntry("buffer.memory", 4L << 20);
    assertThat(settings.toString()).doesNotContain("hunter2");
    assertThat(new ProducerConfig(withSerializers(settings))
            .getInt("max.in.flight.requests.per.connection"))
        .isLessThanOrEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 1_000, 10_000, 86_400_000})
  void an_attempt_of_the_client_ends_before_the_timeout_of_the_lane(int millis) {
    Map<String, Object> settings = configuration(Map.of())
        .of(new SenderSettings("fleet", 2, Duration.ofMillis(millis), Limits.NONE));

    int block = (int) settings.getOrDefault("max.block.ms", 0);
    int delivery = (int) settings.getOrDefault("delivery.timeout.ms", 0);
    assertThat(block + delivery).isLessThanOrEqualTo(Math.max(4, millis));
    assertThat(new ProducerConfig(withSerializers(settings)).getInt("delivery.timeout.ms"))
        .isEqualTo(delivery);
  }

  private static Map<String, Object> withSerializers(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    String serializer = "org.apache.kafka.common.serialization.ByteArraySerializer";
    all.put("key.serializer", serializer);
    all.put("value.serializer", serializer);
    return all;
  }

  private static Map<String, Object> producerSettings(Map<ConfigKey<?>, Object> client) {
    return configuration(client)
        .of(new SenderSettings("fleet", 2, Duration.ofSeconds(10), Limits.NONE));
  }

  private static ProducerConfiguration configuration(Map<ConfigKey<?>, Object> client) {
    ConfigNode settings = new MapNode(client);
    return ProducerConfiguration.of(
        new MapNode(Map.of(KafkaKeys.BROKERS, List.of("kafka1:9092"), KafkaKeys.CLIENT, settings)));
  }

  private static LaneSettings lane(String document) {
    return ((LoadResult.Usable) load(document)).configuration().fanout().lanes().get(0);
  }

  private static LoadResult load(String document) {
    return ConfigLoader.of(ConfigSource.ofText(document), Transports.CHECK).load();
  }

  /** A mapping with values. */
  private record MapNode(Map<ConfigKey<?>, Object> values) implements ConfigNode {
    @Override
    public <T> T get(ConfigKey<T> key) {
      return key.resolve(values.get(key));
    }

    @Override
    public boolean has(ConfigKey<?> key) {
      return values.containsKey(key);
    }

    @Override
    public IllegalArgumentException refuse(ConfigKey<?> key, String message) {
      return new IllegalArgumentException(key + ": " + message);
    }
  }
}
