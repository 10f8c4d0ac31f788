/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.kafka;

import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.ConfigNode;
import dev.fanlight.exporters.spi.Limits;
import dev.fanlight.exporters.spi.Vendor;
import dev.fanlight.exporters.spi.VendorProvider;
import io.opentelemetry.sdk.common.Clock;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/** The vendor type {@code kafka}: a topic of a Kafka cluster as the log of a whole fleet. */
public final class KafkaVendor implements VendorProvider {

  /** Creates the type; called by {@link java.util.ServiceLoader}. */
  public KafkaVendor() {}

  @Override
  public String type() {
    return "kafka";
  }

  @Override
  public String title() {
    return "Apache Kafka";
  }

  @Override
  public List<ConfigKey<?>> keys() {
    return KafkaKeys.ALL;
  }

  @Override
  public Vendor create(ConfigNode node, Context context) {
    List<String> brokers = node.get(KafkaKeys.BROKERS);
    if (brokers.isEmpty()) {
      throw node.refuse(KafkaKeys.BROKERS, "is empty; give one broker at least, as host:port");
    }
    ProducerConfiguration configuration = ProducerConfiguration.of(node);
    boolean isByTrace = node.get(KafkaKeys.KEY) == RecordKey.TRACE_ID;
    String topic = node.get(KafkaKeys.TOPIC);
    return Vendor.ofClient(
        context.wire("otlp"),
        destination(brokers, topic),
        settings -> KafkaSender.create(
            new KafkaTopic(topic, isByTrace), configuration, settings, Clock.getDefault()),
        limits(configuration),
        null);
  }

  private static URI destination(List<String> brokers, String topic) {
    try {
      return new URI("kafka", String.join(",", brokers), "/" + topic, null, null);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("brokers are not hosts with ports", e);
    }
  }

  private static Limits limits(ProducerConfiguration configuration) {
    return new Limits(
        Integer.MAX_VALUE,
        configuration.maxMessageBytes(),
        Limits.NONE.attributeLength(),
        Limits.NONE.spanAge());
  }
}
