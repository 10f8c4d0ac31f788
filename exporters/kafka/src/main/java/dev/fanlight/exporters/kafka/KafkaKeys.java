/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.kafka;

import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.ConfigNode;
import dev.fanlight.exporters.spi.ValueType;
import java.util.List;
import java.util.regex.Pattern;

/** The keys of the vendor type. */
final class KafkaKeys {

  private static final Pattern BROKER =
      Pattern.compile("([a-zA-Z0-9._-]{1,253}|\\[[0-9a-fA-F:.]{2,45}\\]):([1-9][0-9]{0,4})");
  private static final Pattern TOPIC_NAME = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

  static final ConfigKey<List<String>> BROKERS = ConfigKey.required(
      "brokers",
      ValueType.list(
          ValueType.text("a broker as host:port such as kafka1:9092", KafkaKeys::broker)),
      "Brokers of the cluster for the first connection, each as `host:port`.");

  static final ConfigKey<String> TOPIC = ConfigKey.of(
      "topic",
      ValueType.text(
          "the name of a topic: at most 249 letters, digits, ., _ and -", KafkaKeys::topic),
      "otlp_spans",
      "The topic. It has to exist, or the brokers have to create topics.");

  static final ConfigKey<RecordKey> KEY = ConfigKey.of(
      "key",
      ValueType.oneOf(RecordKey.class),
      RecordKey.NONE,
      "`none` spreads batches over the partitions; `trace_id` sends the spans of one trace to one partition, with at most one"
          + " record for each batch and partition.");

  static final ConfigKey<ConfigNode> CLIENT = ConfigKey.nested(
      "client",
      "Settings of Kafka's producer, by Kafka's names.",
      ProducerKeys.ALL.toArray(ConfigKey<?>[]::new));

  /** In the order of the documentation. */
  static final List<ConfigKey<?>> ALL = List.of(BROKERS, TOPIC, KEY, CLIENT);

  private KafkaKeys() {}

  private static String broker(String text) {
    var parts = BROKER.matcher(text);
    if (!parts.matches() || Integer.parseInt(parts.group(2)) > 65_535) {
      throw new IllegalArgumentException();
    }
    return text;
  }

  private static String topic(String text) {
    if (!TOPIC_NAME.matcher(text).matches() || text.equals(".") || text.equals("..")) {
      throw new IllegalArgumentException();
    }
    return text;
  }
}
