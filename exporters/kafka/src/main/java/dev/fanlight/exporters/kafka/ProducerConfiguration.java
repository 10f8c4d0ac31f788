/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.kafka;

import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.ConfigNode;
import dev.fanlight.exporters.spi.Secret;
import dev.fanlight.exporters.spi.SenderSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.types.Password;

/** The settings of the producer: the file's, and over them Fanlight's own. Immutable but for secrets that rotate. Any thread. */
final class ProducerConfiguration {

  /*
   * An attempt has two waits: for partitions and leaders (max.block.ms), and for the acknowledgement (delivery.timeout.ms).
   * Each gets half of the lane's timeout, the second a little less, so that the client has given up its record when the
   * lane stops waiting. Within the second, one request has half of the time: a broker that hangs is asked a second time.
   */

  private static final String GZIP = "gzip";
  private static final int DEFAULT_MAX_REQUEST = 1 << 20;

  /** Frame of a record and its batch, and the growth of a record that cannot be compressed. */
  private static final int OVERHEAD = 2_048;

  private static final String JMX = "auto.include.jmx.reporter";
  private static final String JMX_REPORTER = "org.apache.kafka.common.metrics.JmxReporter";

  private final String brokers;
  private final Map<String, Object> given;
  private final List<Secret> secrets;
  private final boolean isInJmx;
  private final int maxRequest;

  private ProducerConfiguration(
      String brokers,
      Map<String, Object> given,
      List<Secret> secrets,
      boolean isInJmx,
      int maxRequest) {
    this.brokers = brokers;
    this.given = given;
    this.secrets = secrets;
    this.isInJmx = isInJmx;
    this.maxRequest = maxRequest;
  }

  /**
   * Returns the settings of a vendor.
   *
   * @throws IllegalArgumentException if they do not fit each other, with the place of the key
   */
  static ProducerConfiguration of(ConfigNode vendor) {
    ConfigNode client = vendor.get(KafkaKeys.CLIENT);
    Map<String, Object> given = new LinkedHashMap<>();
    List<Secret> secrets = new ArrayList<>();
    for (ConfigKey<?> key : ProducerKeys.SETTINGS) {
      if (vendor.has(KafkaKeys.CLIENT) && client.has(key)) {
        Object value = ((Optional<?>) client.get(key)).orElseThrow();
        given.put(key.name(), value);
        if (value instanceof Secret secret) {
          secrets.add(secret);
        }
      }
    }
    int maxRequest = maxRequest(client, given);
    boolean isInJmx = Boolean.TRUE.equals(given.remove(JMX));
    if (given.containsKey(ProducerKeys.SASL_MECHANISM.name())
        || given.containsKey(ProducerKeys.JAAS.name())) {
      requireSasl(client, given);
    }
    return new ProducerConfiguration(
        String.join(",", vendor.get(KafkaKeys.BROKERS)), given, secrets, isInJmx, maxRequest);
  }

  private static int maxRequest(ConfigNode client, Map<String, Object> given) {
    Long size = (Long) given.remove(ProducerKeys.MAX_REQUEST.name());
    if (size == null) {
      return DEFAULT_MAX_REQUEST;
    }
    if (size < 2 * OVERHEAD || size > Integer.MAX_VALUE / 4) {
      throw client.refuse(ProducerKeys.MAX_REQUEST, "is out of range; give 4KiB to 511MiB");
    }
    return size.intValue();
  }

  /** Credentials that are never sent are an error in the file. */
  private static void requireSasl(ConfigNode client, Map<String, Object> given) {
    Object protocol = given.get(ProducerKeys.SECURITY_PROTOCOL.name());
    if (protocol == null || !protocol.toString().startsWith("SASL_")) {
      ConfigKey<?> key = given.containsKey(ProducerKeys.JAAS.name())
          ? ProducerKeys.JAAS
          : ProducerKeys.SASL_MECHANISM;
      throw client.refuse(
          key, "has no effect without SASL; set security.protocol to SASL_SSL or SASL_PLAINTEXT");
    }
  }

  /** Returns the maximum size of a message, so that its record is within the limit. */
  int maxMessageBytes() {
    return maxRequest - OVERHEAD;
  }

  /** Returns true if the client's metrics are wanted in JMX. */
  boolean isInJmx() {
    return isInJmx;
  }

  /** The values that no message may repeat. */
  List<Secret> secrets() {
    return secrets;
  }

  /** Returns the settings for a lane as the client takes them, with the secrets as they are now. */
  Map<String, Object> of(SenderSettings lane) {
    Map<String, Object> all = new HashMap<>();
    all.put(ProducerConfig.CLIENT_ID_CONFIG, "fanlight-" + lane.vendor());
    all.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, GZIP);
    all.put(ProducerKeys.GZIP_LEVEL.name(), 1);
    all.put(ProducerKeys.METRICS_PUSH.name(), false);
    given.forEach((name, value) -> all.put(name, asClientTakes(value)));
    all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    all.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
    all.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    all.put(ProducerConfig.BATCH_SIZE_CONFIG, 1); // each record is a batch
    all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRequest);
    all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * maxRequest * lane.window());
    putTimeouts(all, lane);
    putReporters(all);
    all.keySet().retainAll(ProducerConfig.configNames()); // an older client lacks some
    return all;
  }

  private static void putTimeouts(Map<String, Object> all, SenderSettings lane) {
    int timeout = (int) Math.max(4, Math.min(lane.timeout().toMillis(), Integer.MAX_VALUE));
    int delivery = timeout / 2 - timeout / 20;
    all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeout / 2);
    all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, delivery);
    all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1, delivery / 2));
  }

  private void putReporters(Map<String, Object> all) {
    all.put(JMX, isInJmx); // up to 3.9
    if (!ProducerConfig.configNames().contains(JMX)) {
      all.put(
          ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG,
          isInJmx ? List.of(JMX_REPORTER) : List.of());
    }
  }

  private static Object asClientTakes(Object value) {
    if (value instanceof Secret secret) {
      return new Password(secret.reveal());
    }
    return value instanceof Number || value instanceof Boolean ? value : value.toString();
  }
}
