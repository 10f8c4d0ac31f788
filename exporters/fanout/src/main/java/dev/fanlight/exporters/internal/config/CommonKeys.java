/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.lane.BreakerSettings;
import dev.fanlight.exporters.internal.lane.RetrySettings;
import dev.fanlight.exporters.internal.transport.TransportSettings;
import dev.fanlight.exporters.internal.wire.Compression;
import dev.fanlight.exporters.spi.Key;
import dev.fanlight.exporters.spi.Kind;
import dev.fanlight.exporters.spi.Node;
import dev.fanlight.exporters.spi.Secret;
import dev.fanlight.exporters.spi.Vendor;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys that every vendor has, whatever its type. */
final class CommonKeys {

  static final Key<Optional<String>> TYPE = Key.optional(
      "type", Kind.TEXT, "The vendor type; without it, the vendor's name is also its type.");

  static final Key<Boolean> ENABLED = Key.of(
      "enabled", Kind.FLAG, true, "While false, nothing is sent, and secrets may be absent.");

  static final Key<Optional<URI>> ENDPOINT = Key.optional(
      "endpoint",
      Kind.ADDRESS,
      "Where spans go, instead of the type's own address; without a path, the type's path is added.");

  static final Key<Optional<Vendor.Protocol>> PROTOCOL = Key.optional(
      "protocol",
      Kind.oneOf(Vendor.Protocol.class),
      "How the bytes travel: `http` is one POST a request, `grpc` one call.");

  static final Key<Map<String, Secret>> HEADERS = Key.of(
      "headers",
      Kind.map(Kind.SECRET),
      Map.of(),
      "Further headers; values are treated as secrets.");

  static final Key<Optional<Compression>> COMPRESSION =
      Key.optional("compression", Kind.oneOf(Compression.class), "Of the request's body.");

  static final Duration MIN_TIMEOUT = Duration.ofMillis(1);
  static final Duration MAX_TIMEOUT = Duration.ofDays(1);

  static final Key<Duration> TIMEOUT = Key.of(
      "timeout",
      Kind.DURATION,
      Duration.ofSeconds(10),
      "Of one attempt, look-up and answer included; 1ms to 1d.");

  static final Key<Integer> WINDOW =
      Key.of("window", Kind.integer(1, 64), 2, "Most requests in flight.");

  static final Key<Optional<Duration>> MAX_AGE = Key.optional(
      "max_age",
      Kind.DURATION,
      "How long a batch may wait before it is dropped; by default 1h in memory and 24h on disk, less where the vendor"
          + " refuses old spans.");

  static final Key<Optional<Duration>> BACKFILL = Key.optional(
      "backfill",
      Kind.DURATION,
      "How old the batches on disk may be that a new vendor begins with; by default it begins with what comes next."
          + " See `buffer.disk.retain`.");

  static final Key<Duration> FIRST_DELAY = Key.of(
      "first_delay",
      Kind.DURATION,
      RetrySettings.DEFAULT.firstDelay(),
      "Longest wait after the first failure; it doubles with each.");

  static final Key<Duration> MAX_DELAY = Key.of(
      "max_delay",
      Kind.DURATION,
      RetrySettings.DEFAULT.maxDelay(),
      "Longest wait that we choose ourselves.");

  static final Key<Duration> MAX_RETRY_AFTER = Key.of(
      "max_retry_after",
      Kind.DURATION,
      RetrySettings.DEFAULT.maxRetryAfter(),
      "Maximum wait that a vendor may ask for; up to a quarter, or a second, is added at random.");

  static final Key<Duration> SLOW_DELAY = Key.of(
      "slow_delay",
      Kind.DURATION,
      RetrySettings.DEFAULT.slowDelay(),
      "Wait after refused credentials or a used-up quota; up to a quarter is added at random.");

  static final Key<Node> RETRY = Key.nested(
      "retry", "The waits between attempts.", FIRST_DELAY, MAX_DELAY, MAX_RETRY_AFTER, SLOW_DELAY);

  static final Key<Integer> FAILURES = Key.of(
      "failures",
      Kind.integer(1, 1_000),
      BreakerSettings.DEFAULT.failures(),
      "Failures in a row before nothing is tried any more.");

  static final Key<Duration> OPEN_FOR = Key.of(
      "open_for",
      Kind.DURATION,
      BreakerSettings.DEFAULT.openFor(),
      "Wait before the next probe; up to a quarter is added at random.");

  static final Key<Node> BREAKER = Key.nested(
      "breaker", "When to stop trying, and how often to look again.", FAILURES, OPEN_FOR);

  static final Key<Optional<Path>> CA =
      Key.optional("ca", Kind.PATH, "PEM file of the authorities to trust instead of the JVM's.");

  static final Key<Optional<Path>> CERTIFICATE =
      Key.optional("certificate", Kind.PATH, "PEM file of our own certificate chain, for mTLS.");

  static final Key<Optional<Path>> PRIVATE_KEY =
      Key.optional("key", Kind.PATH, "PEM file (PKCS#8) of its key.");

  static final Key<Node> TLS = Key.nested(
      "tls", "Certificates; host names are always verified.", CA, CERTIFICATE, PRIVATE_KEY);

  static final Key<URI> PROXY_ADDRESS =
      Key.required("address", Kind.ADDRESS, "`http://host:port` of the proxy.");

  static final Key<Optional<String>> PROXY_USER =
      Key.optional("user", Kind.TEXT, "For the Basic scheme.");

  static final Key<Optional<Secret>> PROXY_PASSWORD =
      Key.optional("password", Kind.SECRET, "For the Basic scheme.");

  static final Key<Optional<Node>> PROXY = Key.optional(
      "proxy",
      Kind.mapping(PROXY_ADDRESS, PROXY_USER, PROXY_PASSWORD),
      "An HTTP proxy to go through.");

  static final Key<Duration> CONNECT_TIMEOUT = Key.of(
      "connect_timeout",
      Kind.DURATION,
      TransportSettings.DEFAULT.connectTimeout(),
      "For each address of the host; 1ms to 1d.");

  static final Key<Optional<Long>> LIMIT_REQUEST =
      Key.optional("request", Kind.SIZE, "Most bytes of a request on the wire, compressed.");

  static final Key<Optional<Long>> LIMIT_MESSAGE = Key.optional(
      "message",
      Kind.SIZE,
      "Most bytes of a request before compression. Our default, where the vendor documents none, is 20MiB over"
          + " HTTP and 4MiB over gRPC.");

  static final Key<Optional<Integer>> LIMIT_ATTRIBUTE = Key.optional(
      "attribute",
      Kind.integer(1, Integer.MAX_VALUE),
      "Longest string value of an attribute, in characters; longer ones are cut.");

  static final Key<Optional<Duration>> LIMIT_SPAN_AGE =
      Key.optional("span_age", Kind.DURATION, "How old a span may be when it arrives.");

  static final Key<Node> LIMITS = Key.nested(
      "limits",
      "What the vendor accepts at most, where that differs from what the type says.",
      LIMIT_REQUEST,
      LIMIT_MESSAGE,
      LIMIT_ATTRIBUTE,
      LIMIT_SPAN_AGE);

  static final Key<List<Integer>> RETRYABLE = Key.of(
      "retryable_statuses",
      Kind.list(Kind.integer(400, 599)),
      List.of(),
      "HTTP statuses to retry, besides 408, 425, 429, 500, 502 to 504, 520 to 530 and those of the type.");

  static final Key<Optional<String>> TRACE_LINK = Key.optional(
      "trace_link",
      Kind.TEXT,
      "Address of a trace's page, with `{trace_id}` in it, instead of the type's own.");

  /** In the order of the documentation. */
  static final List<Key<?>> ALL = List.of(
      TYPE,
      ENABLED,
      ENDPOINT,
      PROTOCOL,
      HEADERS,
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
