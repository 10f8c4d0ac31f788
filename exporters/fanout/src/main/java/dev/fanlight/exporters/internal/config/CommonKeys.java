/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.settings.BreakerSettings;
import dev.fanlight.exporters.internal.settings.Compression;
import dev.fanlight.exporters.internal.settings.RetrySettings;
import dev.fanlight.exporters.internal.settings.TransportSettings;
import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.ConfigNode;
import dev.fanlight.exporters.spi.Secret;
import dev.fanlight.exporters.spi.ValueType;
import dev.fanlight.exporters.spi.Vendor;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of every vendor, for all types. */
final class CommonKeys {

  static final ConfigKey<Optional<String>> TYPE = ConfigKey.optional(
      "type", ValueType.TEXT, "The vendor type; the default is the vendor's name.");

  static final ConfigKey<Boolean> ENABLED = ConfigKey.of(
      "enabled",
      ValueType.FLAG,
      true,
      "If false, this vendor gets no spans, and its secrets may be absent.");

  static final ConfigKey<Optional<URI>> ENDPOINT = ConfigKey.optional(
      "endpoint",
      ValueType.ADDRESS,
      "URL of the receiver, instead of the type's own; if it has no path, the type's path is added.");

  /** The protocols of the file: a vendor's own client is none of them. */
  static final ValueType<Vendor.Protocol> PROTOCOLS =
      ValueType.oneOf(List.of(Vendor.Protocol.HTTP, Vendor.Protocol.GRPC));

  static final ConfigKey<Optional<Vendor.Protocol>> PROTOCOL = ConfigKey.optional(
      "protocol",
      PROTOCOLS,
      "Transport protocol: `http` sends each request as a POST, `grpc` as a call.");

  static final ConfigKey<Map<String, Secret>> HEADERS = ConfigKey.of(
      "headers",
      ValueType.map(ValueType.SECRET),
      Map.of(),
      "Additional headers; their values are treated as secrets.");

  static final ConfigKey<Optional<Compression>> COMPRESSION = ConfigKey.optional(
      "compression", ValueType.oneOf(Compression.class), "Compression of request bodies.");

  static final Duration MIN_TIMEOUT = Duration.ofMillis(1);
  static final Duration MAX_TIMEOUT = Duration.ofDays(1);

  static final ConfigKey<Duration> TIMEOUT = ConfigKey.of(
      "timeout",
      ValueType.DURATION,
      Duration.ofSeconds(10),
      "Timeout of one attempt, including DNS and reading the response; 1ms to 1d.");

  static final ConfigKey<Integer> WINDOW =
      ConfigKey.of("window", ValueType.integer(1, 64), 2, "Maximum number of concurrent requests.");

  static final ConfigKey<Optional<Duration>> MAX_AGE = ConfigKey.optional(
      "max_age",
      ValueType.DURATION,
      "Maximum age of a buffered batch; older batches are dropped. The default is 1h in memory and 24h on disk, or less if"
          + " the vendor refuses old spans.");

  static final ConfigKey<Optional<Duration>> BACKFILL = ConfigKey.optional(
      "backfill",
      ValueType.DURATION,
      "Maximum age of the batches on disk with which a new vendor starts; by default it starts with new batches. See"
          + " `buffer.disk.retain`.");

  static final ConfigKey<Duration> FIRST_DELAY = ConfigKey.of(
      "first_delay",
      ValueType.DURATION,
      RetrySettings.DEFAULT.firstDelay(),
      "Maximum backoff delay after the first failure; it doubles with each further failure.");

  static final ConfigKey<Duration> MAX_DELAY = ConfigKey.of(
      "max_delay",
      ValueType.DURATION,
      RetrySettings.DEFAULT.maxDelay(),
      "Maximum backoff delay; a vendor's `Retry-After` may be longer.");

  static final ConfigKey<Duration> MAX_RETRY_AFTER = ConfigKey.of(
      "max_retry_after",
      ValueType.DURATION,
      RetrySettings.DEFAULT.maxRetryAfter(),
      "Maximum delay that is accepted from a vendor's `Retry-After`; up to a quarter, or a second, is added at random.");

  static final ConfigKey<Duration> SLOW_DELAY = ConfigKey.of(
      "slow_delay",
      ValueType.DURATION,
      RetrySettings.DEFAULT.slowDelay(),
      "Delay after rejected credentials or a used-up quota; up to a quarter is added at random.");

  static final ConfigKey<ConfigNode> RETRY = ConfigKey.nested(
      "retry", "The delays between attempts.", FIRST_DELAY, MAX_DELAY, MAX_RETRY_AFTER, SLOW_DELAY);

  static final ConfigKey<Integer> FAILURES = ConfigKey.of(
      "failures",
      ValueType.integer(1, 1_000),
      BreakerSettings.DEFAULT.failures(),
      "Number of consecutive failures that opens the circuit breaker.");

  static final ConfigKey<Duration> OPEN_FOR = ConfigKey.of(
      "open_for",
      ValueType.DURATION,
      BreakerSettings.DEFAULT.openFor(),
      "Delay before the next probe; up to a quarter is added at random.");

  static final ConfigKey<ConfigNode> BREAKER = ConfigKey.nested(
      "breaker",
      "The circuit breaker: when requests stop, and how often a probe is sent.",
      FAILURES,
      OPEN_FOR);

  static final ConfigKey<Optional<Path>> CA = ConfigKey.optional(
      "ca", ValueType.PATH, "PEM file of the trusted authorities, instead of the JVM's.");

  static final ConfigKey<Optional<Path>> CERTIFICATE = ConfigKey.optional(
      "certificate", ValueType.PATH, "PEM file of the client certificate and its chain, for mTLS.");

  static final ConfigKey<Optional<Path>> PRIVATE_KEY = ConfigKey.optional(
      "key", ValueType.PATH, "PEM file (PKCS#8) of the client certificate's key.");

  static final ConfigKey<ConfigNode> TLS = ConfigKey.nested(
      "tls", "Certificates; host names are always verified.", CA, CERTIFICATE, PRIVATE_KEY);

  static final ConfigKey<URI> PROXY_ADDRESS =
      ConfigKey.required("address", ValueType.ADDRESS, "`http://host:port` of the proxy.");

  static final ConfigKey<Optional<String>> PROXY_USER =
      ConfigKey.optional("user", ValueType.TEXT, "For the Basic scheme.");

  static final ConfigKey<Optional<Secret>> PROXY_PASSWORD =
      ConfigKey.optional("password", ValueType.SECRET, "For the Basic scheme.");

  static final ConfigKey<Optional<ConfigNode>> PROXY = ConfigKey.optional(
      "proxy",
      ValueType.mapping(PROXY_ADDRESS, PROXY_USER, PROXY_PASSWORD),
      "The HTTP proxy for this vendor.");

  static final ConfigKey<URI> TOKEN_URL = ConfigKey.required(
      "token_url",
      ValueType.ADDRESS,
      "URL of the token endpoint; it is reached with the `tls` and `proxy` of the vendor.");

  static final ConfigKey<String> CLIENT_ID =
      ConfigKey.required("client_id", ValueType.TEXT, "The client's name at the token endpoint.");

  static final ConfigKey<Optional<Secret>> CLIENT_SECRET =
      ConfigKey.optional("client_secret", ValueType.SECRET, "The client's secret.");

  static final ConfigKey<Optional<Secret>> CLIENT_ASSERTION = ConfigKey.optional(
      "client_assertion",
      ValueType.SECRET,
      "A signed token in place of the secret, best as `${file:…}`, which is read again at each renewal.");

  static final ConfigKey<Optional<String>> SCOPE = ConfigKey.optional(
      "scope", ValueType.TEXT, "The scopes of the token, with blanks between them.");

  static final ConfigKey<Optional<ConfigNode>> OAUTH2 = ConfigKey.optional(
      "oauth2",
      ValueType.mapping(TOKEN_URL, CLIENT_ID, CLIENT_SECRET, CLIENT_ASSERTION, SCOPE),
      "OAuth 2.0 client credentials: the vendor gets access tokens of this client in the header `authorization`. They are"
          + " renewed before they expire.");

  static final ConfigKey<Duration> CONNECT_TIMEOUT = ConfigKey.of(
      "connect_timeout",
      ValueType.DURATION,
      TransportSettings.DEFAULT.connectTimeout(),
      "Timeout of a connection attempt, for each address of the host; 1ms to 1d.");

  static final ConfigKey<Optional<Long>> LIMIT_REQUEST =
      ConfigKey.optional("request", ValueType.SIZE, "Maximum size of a request after compression.");

  static final ConfigKey<Optional<Long>> LIMIT_MESSAGE = ConfigKey.optional(
      "message",
      ValueType.SIZE,
      "Maximum size of a request before compression. If the vendor documents no limit, the default is 20MiB over HTTP and"
          + " 4MiB over gRPC.");

  static final ConfigKey<Optional<Integer>> LIMIT_ATTRIBUTE = ConfigKey.optional(
      "attribute",
      ValueType.integer(1, Integer.MAX_VALUE),
      "Maximum length of a string value of an attribute, in characters; longer values are cut.");

  static final ConfigKey<Optional<Duration>> LIMIT_SPAN_AGE =
      ConfigKey.optional("span_age", ValueType.DURATION, "Maximum age of a span when it arrives.");

  static final ConfigKey<ConfigNode> LIMITS = ConfigKey.nested(
      "limits",
      "Limits of the vendor, if they differ from the limits of its type.",
      LIMIT_REQUEST,
      LIMIT_MESSAGE,
      LIMIT_ATTRIBUTE,
      LIMIT_SPAN_AGE);

  static final ConfigKey<List<Integer>> RETRYABLE = ConfigKey.of(
      "retryable_statuses",
      ValueType.list(ValueType.integer(400, 599)),
      List.of(),
      "HTTP statuses to retry, in addition to 408, 425, 429, 500, 502 to 504, 520 to 530 and the statuses of the type.");

  static final ConfigKey<Optional<String>> TRACE_LINK = ConfigKey.optional(
      "trace_link",
      ValueType.TEXT,
      "URL of the page of a trace, with `{trace_id}` in it, instead of the type's own.");

  /** In the order of the documentation. */
  static final List<ConfigKey<?>> ALL = List.of(
      TYPE,
      ENABLED,
      ENDPOINT,
      PROTOCOL,
      HEADERS,
      OAUTH2,
      COMPRESSION,
      RuleKeys.SAMPLE,
      RuleKeys.KEEP,
      RuleKeys.DROP,
      RuleKeys.REDACT,
      RuleKeys.HASH,
      RuleKeys.REMOVE,
      RuleKeys.RENAME,
      RuleKeys.ADD,
      TIMEOUT,
      CONNECT_TIMEOUT,
      WINDOW,
      MAX_AGE,
      BACKFILL,
      RETRY,
      BREAKER,
      TLS,
      PROXY,
      LIMITS,
      RETRYABLE,
      TRACE_LINK);

  private CommonKeys() {}
}
