/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.kafka;

import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.Secret;
import dev.fanlight.exporters.spi.ValueType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The settings of Kafka's producer that the file may give, by Kafka's names, and behind them those that are refused: Fanlight
 * sets them itself, or they name a class or a command to be run in the application.
 */
final class ProducerKeys {

  private static final List<ConfigKey<?>> ALLOWED = new ArrayList<>();

  static final ConfigKey<Optional<String>> SECURITY_PROTOCOL = allow(
      "security.protocol",
      ValueType.oneOf("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"),
      "Protocol of the connections; the client's default is PLAINTEXT.");

  static final ConfigKey<Optional<String>> SASL_MECHANISM = allow(
      "sasl.mechanism",
      ValueType.oneOf("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "GSSAPI"),
      "Mechanism of SASL; the client's default is GSSAPI. OAUTHBEARER is not supported: the client would renew its token over"
          + " HTTP on a thread of its own.");

  static final ConfigKey<Optional<Secret>> JAAS = allow(
      "sasl.jaas.config",
      ValueType.SECRET,
      "Login module of SASL with user and password, in JAAS format.");

  static final ConfigKey<Optional<Long>> MAX_REQUEST = allow(
      "max.request.size",
      ValueType.SIZE,
      "Maximum size of a record before compression; the default is 1 MiB, as the brokers' own. The brokers' `message.max.bytes`"
          + " has to be at least as large.");

  static final ConfigKey<Optional<String>> COMPRESSION = allow(
      "compression.type",
      ValueType.oneOf("none", "gzip", "snappy", "lz4", "zstd"),
      "Compression of records; the default is gzip, which needs no native library.");

  static final ConfigKey<Optional<Integer>> GZIP_LEVEL =
      allow("compression.gzip.level", ValueType.integer(1, 9), "Level of gzip; the default is 1.");

  static final ConfigKey<Optional<Boolean>> METRICS_PUSH = allow(
      "enable.metrics.push",
      ValueType.FLAG,
      "Whether the client pushes its metrics to the brokers if they ask; the default is false.");

  static final ConfigKey<Optional<Boolean>> JMX = allow(
      "auto.include.jmx.reporter",
      ValueType.FLAG,
      "Whether the client's metrics are in JMX; the default is false.");

  static final ConfigKey<Optional<Path>> TRUSTSTORE =
      allow("ssl.truststore.location", ValueType.PATH, "File of the trusted authorities.");

  static final ConfigKey<Optional<Path>> KEYSTORE = allow(
      "ssl.keystore.location",
      ValueType.PATH,
      "File of the client certificate and its key, for mTLS.");

  static {
    allow(
        "client.id",
        ValueType.TEXT,
        "Name of the client; the default is `fanlight-` and the vendor's name.");
    allow("compression.lz4.level", ValueType.integer(1, 17), "Level of lz4.");
    allow("compression.zstd.level", ValueType.integer(-131_072, 22), "Level of zstd.");
    allow("sasl.kerberos.service.name", ValueType.TEXT, "Kerberos principal of the brokers.");
    allow(
        "ssl.truststore.type",
        ValueType.oneOf("JKS", "PKCS12", "PEM"),
        "Format of that file; the client's default is JKS.");
    allow("ssl.truststore.password", ValueType.SECRET, "Password of that file.");
    allow(
        "ssl.truststore.certificates",
        ValueType.TEXT,
        "The trusted authorities themselves, in PEM.");
    allow(
        "ssl.keystore.type",
        ValueType.oneOf("JKS", "PKCS12", "PEM"),
        "Format of that file; the client's default is JKS.");
    allow("ssl.keystore.password", ValueType.SECRET, "Password of that file.");
    allow(
        "ssl.keystore.certificate.chain",
        ValueType.TEXT,
        "The client certificate itself and its chain, in PEM.");
    allow("ssl.keystore.key", ValueType.SECRET, "The private key itself, in PEM (PKCS#8).");
    allow("ssl.key.password", ValueType.SECRET, "Password of the private key.");
    allow("ssl.protocol", ValueType.TEXT, "Version of TLS, such as TLSv1.3.");
    allow(
        "ssl.enabled.protocols",
        ValueType.TEXT,
        "Versions of TLS that may be used, with commas between them.");
    allow(
        "ssl.cipher.suites",
        ValueType.TEXT,
        "Cipher suites that may be used, with commas between them.");
    allow(
        "client.dns.lookup",
        ValueType.oneOf("use_all_dns_ips", "resolve_canonical_bootstrap_servers_only"),
        "How names of brokers are looked up.");
    allow(
        "connections.max.idle.ms",
        millis(),
        "Milliseconds after which an idle connection is closed.");
    allow(
        "metadata.max.age.ms",
        millis(),
        "Milliseconds after which partitions and leaders are asked for again.");
    allow(
        "metadata.max.idle.ms",
        ValueType.integer(5_000, Integer.MAX_VALUE),
        "Milliseconds after which an unused topic is forgotten.");
    allow(
        "reconnect.backoff.ms",
        millis(),
        "First delay before a broker is connected again, in milliseconds.");
    allow("reconnect.backoff.max.ms", millis(), "Maximum of that delay, in milliseconds.");
    allow(
        "retry.backoff.ms",
        millis(),
        "First delay before the client repeats a request within one attempt, in milliseconds.");
    allow("retry.backoff.max.ms", millis(), "Maximum of that delay, in milliseconds.");
    allow(
        "socket.connection.setup.timeout.ms",
        millis(),
        "Timeout of a connection attempt, in milliseconds.");
    allow(
        "socket.connection.setup.timeout.max.ms",
        millis(),
        "Maximum of that timeout, in milliseconds.");
    allow(
        "send.buffer.bytes",
        ValueType.integer(-1, Integer.MAX_VALUE),
        "Send buffer of a connection; -1 is the system's own.");
    allow(
        "receive.buffer.bytes",
        ValueType.integer(-1, Integer.MAX_VALUE),
        "Receive buffer of a connection; -1 is the system's own.");
    allow(
        "partitioner.adaptive.partitioning.enable",
        ValueType.FLAG,
        "Whether slow brokers get fewer batches with `key: none`.");
    allow(
        "partitioner.availability.timeout.ms",
        millis(),
        "Milliseconds after which a broker that takes no batch gets none with `key: none`; 0 for never.");
  }

  private static final String OURS = "Fanlight sets it itself";
  private static final String CLASS = "it names a class that would run in the application";

  /** The settings that are refused, each with the reason. */
  static final List<ConfigKey<?>> REFUSED = List.of(
      refuse("acks", OURS + " to all: a batch is delivered when all in-sync replicas have it"),
      refuse("enable.idempotence", OURS + " to true"),
      refuse(
          "retries",
          "an attempt ends with the vendor's timeout, and the vendor's retry keys decide on the next"),
      refuse("delivery.timeout.ms", "it follows from the vendor's timeout"),
      refuse("request.timeout.ms", "it follows from the vendor's timeout"),
      refuse("max.block.ms", "it follows from the vendor's timeout"),
      refuse(
          "max.in.flight.requests.per.connection",
          "the vendor's window bounds the attempts in flight"),
      refuse("linger.ms", "Fanlight has made the batches already"),
      refuse("batch.size", "Fanlight has made the batches already"),
      refuse(
          "buffer.memory",
          "it follows from the vendor's window; Fanlight's buffer is the only queue"),
      refuse("bootstrap.servers", "the vendor's key brokers has them"),
      refuse("key.serializer", CLASS),
      refuse("value.serializer", CLASS),
      refuse("interceptor.classes", CLASS),
      refuse("partitioner.class", CLASS + "; use the vendor's key"),
      refuse("partitioner.ignore.keys", "the vendor's key decides on partitions"),
      refuse("metric.reporters", CLASS),
      refuse("config.providers", CLASS + "; use ${NAME} or ${file:/path} of this file"),
      refuse("transactional.id", "batches are sent without transactions"),
      refuse("transaction.timeout.ms", "batches are sent without transactions"),
      refuse("security.providers", CLASS),
      refuse("ssl.engine.factory.class", CLASS),
      refuse("ssl.endpoint.identification.algorithm", "host names are always verified"),
      refuse("sasl.client.callback.handler.class", CLASS),
      refuse("sasl.login.callback.handler.class", CLASS),
      refuse("sasl.login.class", CLASS),
      refuse("sasl.kerberos.kinit.cmd", "it names a command"),
      refuse("sasl.oauthbearer.token.endpoint.url", "OAUTHBEARER is not supported"));

  /** The settings that reach the client. */
  static final List<ConfigKey<?>> SETTINGS = Collections.unmodifiableList(ALLOWED);

  /** In the order of the documentation. */
  static final List<ConfigKey<?>> ALL = all();

  private ProducerKeys() {}

  private static <T> ConfigKey<Optional<T>> allow(String name, ValueType<T> type, String doc) {
    ConfigKey<Optional<T>> key = ConfigKey.optional(name, type, doc);
    ALLOWED.add(key);
    return key;
  }

  private static ValueType<Integer> millis() {
    return ValueType.integer(0, Integer.MAX_VALUE);
  }

  /** Returns a key that takes no value at all: each is refused with its place and the reason. */
  private static ConfigKey<Optional<String>> refuse(String name, String reason) {
    ValueType<String> none = new ValueType.Scalar<>(
        "refused",
        "no value, since " + reason + "; leave it out",
        text -> {
          throw new IllegalArgumentException();
        },
        value -> value,
        "string",
        Optional.empty(),
        Optional.empty(),
        Optional.of("^(?!)"),
        List.of());
    return ConfigKey.optional(name, none, "Refused: " + reason + ".");
  }

  private static List<ConfigKey<?>> all() {
    List<ConfigKey<?>> all = new ArrayList<>(ALLOWED);
    all.addAll(REFUSED);
    return Collections.unmodifiableList(all);
  }
}
