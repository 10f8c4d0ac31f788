/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.kafka;

import dev.fanlight.exporters.spi.SenderSettings;
import java.lang.management.ManagementFactory;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Opens the client. */
final class ProducerOpener {

  private ProducerOpener() {}

  /**
   * Returns a client that has started. May wait for name servers, and for a login.
   *
   * @throws org.apache.kafka.common.KafkaException if its settings cannot be used, or no broker's name resolves
   */
  static Producer<byte[], byte[]> open(ProducerConfiguration configuration, SenderSettings lane) {
    Map<String, Object> settings = configuration.of(lane);
    Producer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    if (!configuration.isInJmx()) {
      removeFromJmx(String.valueOf(settings.get(ProducerConfig.CLIENT_ID_CONFIG)));
    }
    return producer;
  }

  /** The client registers its version with any reporters. */
  private static void removeFromJmx(String clientId) {
    try {
      MBeanServer server = ManagementFactory.getPlatformMBeanServer();
      ObjectName version =
          new ObjectName("kafka.producer:type=app-info,id=" + ObjectName.quote(clientId));
      ObjectName plain = new ObjectName("kafka.producer:type=app-info,id=" + clientId);
      for (ObjectName name : new ObjectName[] {version, plain}) {
        if (server.isRegistered(name)) {
          server.unregisterMBean(name);
        }
      }
    } catch (JMException | SecurityException ignored) {
      // it is only seen
    }
  }
}
