/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.section;

import dev.fanlight.exporters.spi.Key;
import dev.fanlight.exporters.spi.Kind;
import dev.fanlight.exporters.spi.Node;
import dev.fanlight.exporters.spi.Secret;
import dev.fanlight.exporters.spi.SectionContext;
import dev.fanlight.exporters.spi.SectionProvider;
import dev.fanlight.metrics.CountedEvents;
import dev.fanlight.metrics.Dialect;
import dev.fanlight.metrics.MetricsBridge;
import dev.fanlight.metrics.MetricsBridgeBuilder;
import dev.fanlight.metrics.internal.endpoint.Pem;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The section {@code metrics}. */
public final class MetricsSection implements SectionProvider {
  private static final Key<String> HOST =
      Key.of("host", Kind.TEXT, "localhost", "Address to listen at; `0.0.0.0` for all.");
  private static final Key<Integer> PORT =
      Key.of("port", Kind.integer(0, 65_535), 9464, "Port to listen at; 0 picks a free one.");
  private static final Key<String> PATH =
      Key.of("path", Kind.TEXT, "/metrics", "Where the metrics are shown.");

  private static final Key<String> USER = Key.required("user", Kind.TEXT, "The user's name.");
  private static final Key<Secret> PASSWORD =
      Key.required("password", Kind.SECRET, "The password; a file is read again at each scrape.");
  private static final Key<Optional<Node>> BASIC_AUTH =
      Key.optional("basic_auth", Kind.mapping(USER, PASSWORD), "Who may read the metrics.");

  private static final Key<Path> CERTIFICATE = Key.required(
      "certificate", Kind.PATH, "PEM file: the certificate and those that vouch for it.");
  private static final Key<Path> PRIVATE_KEY =
      Key.required("key", Kind.PATH, "PEM file: the private key, PKCS #8, not encrypted.");
  private static final Key<Optional<Node>> TLS =
      Key.optional("tls", Kind.mapping(CERTIFICATE, PRIVATE_KEY), "Serve HTTPS.");

  private static final Key<List<Dialect>> DIALECTS = Key.of(
      "dialects",
      Kind.list(Kind.oneOf(Dialect.class)),
      List.of(Dialect.OTEL),
      "The names that span metrics are shown under; several at once count once.");
  private static final Key<List<String>> DIMENSIONS =
      Key.of("dimensions", Kind.list(Kind.TEXT), List.of(), "Span attributes that become labels.");
  private static final Key<List<String>> RESOURCE_DIMENSIONS = Key.of(
      "resource_dimensions",
      Kind.list(Kind.TEXT),
      List.of("service.version"),
      "Resource attributes that become labels.");
  private static final Key<Map<String, List<Duration>>> BUCKETS = Key.of(
      "buckets",
      Kind.map(Kind.list(Kind.DURATION)),
      Map.of(),
      "Upper bounds of the buckets, by the histogram's name.");
  private static final Key<Boolean> NATIVE_HISTOGRAMS = Key.of(
      "native_histograms",
      Kind.FLAG,
      false,
      "Native histograms beside the classic buckets, for a Prometheus that scrapes protobuf.");
  private static final Key<Boolean> SERVICE_GRAPH =
      Key.of("service_graph", Kind.FLAG, true, "The calls between services.");
  private static final Key<Map<String, String>> PEERS = Key.of(
      "peers",
      Kind.map(Kind.TEXT),
      Map.of(),
      "The service behind a host, for spans without `service.peer.name` and `peer.service`.");
  private static final Key<Boolean> NETWORK_PHASES =
      Key.of("network_phases", Kind.FLAG, true, "DNS, connect, TLS, …, where spans tell them.");
  private static final Key<Boolean> EXCEPTIONS =
      Key.of("exceptions", Kind.FLAG, true, "Exceptions recorded on spans, by type.");
  private static final Key<CountedEvents> EVENTS = Key.of(
      "events",
      Kind.oneOf(CountedEvents.class),
      CountedEvents.EXCEPTIONS,
      "The events of spans that `traces_span_metrics_events_total` counts: `exceptions`, or `all` as the Collector does.");
  private static final Key<Boolean> SPAN_SIZES =
      Key.of("span_sizes", Kind.FLAG, false, "The size of spans in bytes.");
  private static final Key<Boolean> SPAN_NAME_TEMPLATES =
      Key.of("span_name_templates", Kind.FLAG, true, "Ids in span names become `{id}`.");
  private static final Key<Boolean> JVM =
      Key.of("jvm", Kind.FLAG, true, "Memory, garbage collection, threads and CPU of the JVM.");
  private static final Key<Integer> MAX_SERIES = Key.of(
      "max_series",
      Kind.integer(10, Integer.MAX_VALUE / 4),
      2_000,
      "Most label sets in all; what comes after is counted more coarsely.");
  private static final Key<Integer> MAX_VALUES_PER_LABEL = Key.of(
      "max_values_per_label",
      Kind.integer(1, Integer.MAX_VALUE),
      200,
      "Most values of one label of one metric; further ones share `__cardinality_overflow__`.");
  private static final Key<Duration> IDLE_EXPIRY = Key.of(
      "idle_expiry",
      Kind.DURATION,
      Duration.ofHours(1),
      "How long a series stays that no span falls into.");

  private static final Key<URI> ADDRESS =
      Key.required("address", Kind.ADDRESS, "For example `http://localhost:9091`.");
  private static final Key<String> JOB =
      Key.required("job", Kind.TEXT, "The group of metrics that each push replaces.");
  private static final Key<Optional<Node>> PUSHGATEWAY = Key.optional(
      "pushgateway",
      Kind.mapping(ADDRESS, JOB),
      "Gets the metrics at shutdown, for a job that ends before it is scraped.");

  /** For {@link java.util.ServiceLoader}. */
  public MetricsSection() {}

  @Override
  public String key() {
    return "metrics";
  }

  @Override
  public String doc() {
    return "Prometheus metrics from spans, and Fanlight's account of itself, at `/metrics`.";
  }

  @Override
  public List<Key<?>> keys() {
    return List.of(
        HOST,
        PORT,
        PATH,
        BASIC_AUTH,
        TLS,
        DIALECTS,
        DIMENSIONS,
        RESOURCE_DIMENSIONS,
        BUCKETS,
        NATIVE_HISTOGRAMS,
        SERVICE_GRAPH,
        PEERS,
        NETWORK_PHASES,
        EXCEPTIONS,
        EVENTS,
        SPAN_SIZES,
        SPAN_NAME_TEMPLATES,
        JVM,
        MAX_SERIES,
        MAX_VALUES_PER_LABEL,
        IDLE_EXPIRY,
        PUSHGATEWAY);
  }

  @Override
  public void check(Node node) {
    set(node, PATH, () -> MetricsBridge.builder().path(node.get(PATH)));
    if (node.get(DIALECTS).isEmpty()) {
      throw node.refuse(DIALECTS, "is empty; leave the key out for [otel]");
    }
    builder(node);
  }

  /** A password beyond loopback without TLS. Names are not resolved. */
  @Override
  public Map<Key<?>, String> warnings(Node node) {
    boolean isInClear = node.get(BASIC_AUTH).isPresent() && node.get(TLS).isEmpty();
    return isInClear && !isLoopback(node.get(HOST))
        ? Map.of(
            BASIC_AUTH,
            "user and password go over the network in clear, since metrics.host is not loopback; add metrics.tls")
        : Map.of();
  }

  private static boolean isLoopback(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.equals("::1")
        || name.equals("[::1]")
        || name.matches("127(\\.[0-9]{1,3}){3}");
  }

  @Override
  public SpanProcessor create(Node node, SectionContext context) {
    return builder(node)
        .acceptClearTextLogin(true) // warnings() has said so, with the place in the file
        .exemplars(new KeptTraces(context::highestSamplingRate))
        .also(new FanoutMetrics(context))
        .start();
  }

  /**
   * The section's settings. Whatever in the file {@code start()} would refuse is refused here, with its place: as a
   * section changes, the old one is gone before the new one starts.
   */
  private static MetricsBridgeBuilder builder(Node node) {
    MetricsBridgeBuilder builder = MetricsBridge.builder()
        .host(node.get(HOST))
        .port(node.get(PORT))
        .path(node.get(PATH))
        .dialects(node.get(DIALECTS))
        .nativeHistograms(node.get(NATIVE_HISTOGRAMS))
        .serviceGraph(node.get(SERVICE_GRAPH))
        .peers(node.get(PEERS))
        .networkPhases(node.get(NETWORK_PHASES))
        .exceptions(node.get(EXCEPTIONS))
        .events(node.get(EVENTS))
        .spanSizes(node.get(SPAN_SIZES))
        .spanNameTemplates(node.get(SPAN_NAME_TEMPLATES))
        .jvmMetrics(node.get(JVM))
        .maxSeries(node.get(MAX_SERIES))
        .maxValuesPerLabel(node.get(MAX_VALUES_PER_LABEL))
        .idleExpiry(node.get(IDLE_EXPIRY));
    String[] ofResource = node.get(RESOURCE_DIMENSIONS).toArray(String[]::new);
    String[] ofSpan = node.get(DIMENSIONS).toArray(String[]::new);
    set(node, RESOURCE_DIMENSIONS, () -> builder.resourceDimensions(ofResource).check());
    set(node, DIMENSIONS, () -> builder.dimensions(ofSpan).check());
    set(node, BUCKETS, () -> {
      node.get(BUCKETS).forEach(builder::buckets);
      builder.check();
    });
    node.get(BASIC_AUTH).ifPresent(auth -> basicAuth(builder, auth));
    node.get(TLS)
        .ifPresent(tls -> set(
            node,
            TLS,
            () -> builder.tls(Pem.serverTls(tls.get(CERTIFICATE), tls.get(PRIVATE_KEY)))));
    node.get(PUSHGATEWAY)
        .ifPresent(gateway -> set(
            node, PUSHGATEWAY, () -> builder.pushgateway(gateway.get(ADDRESS), gateway.get(JOB))));
    return builder;
  }

  /** What the setting says against the key's value is said with its place in the file. */
  private static void set(Node node, Key<?> key, Runnable setting) {
    try {
      setting.run();
    } catch (IllegalArgumentException wrong) {
      throw node.refuse(key, String.valueOf(wrong.getMessage()));
    }
  }

  private static void basicAuth(MetricsBridgeBuilder builder, Node auth) {
    Secret password = auth.get(PASSWORD);
    builder.basicAuth(auth.get(USER), () -> {
      password.refresh();
      return password.reveal();
    });
  }
}
