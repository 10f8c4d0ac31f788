/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.section;

import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.ConfigNode;
import dev.fanlight.exporters.spi.Secret;
import dev.fanlight.exporters.spi.SectionContext;
import dev.fanlight.exporters.spi.SectionProvider;
import dev.fanlight.exporters.spi.ValueType;
import dev.fanlight.metrics.CountedEvents;
import dev.fanlight.metrics.MetricDialect;
import dev.fanlight.metrics.MetricsBridge;
import dev.fanlight.metrics.MetricsBridgeBuilder;
import dev.fanlight.metrics.internal.endpoint.ServerTlsFactory;
import dev.fanlight.metrics.internal.endpoint.SharedEndpoint;
import dev.fanlight.metrics.internal.status.StatusProcessor;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The provider of the section {@code metrics}. */
public final class MetricsSection implements SectionProvider {
  private static final ConfigKey<String> HOST = ConfigKey.of(
      "host",
      ValueType.TEXT,
      "localhost",
      "Address on which the endpoint listens; `0.0.0.0` for all addresses.");
  private static final ConfigKey<Integer> PORT = ConfigKey.of(
      "port",
      ValueType.integer(0, 65_535),
      9464,
      "Port on which the endpoint listens; 0 for any free port.");
  private static final ConfigKey<String> PATH =
      ConfigKey.of("path", ValueType.TEXT, "/metrics", "Path at which the metrics are served.");

  static final ConfigKey<String> USER = ConfigKey.required("user", ValueType.TEXT, "User name.");
  static final ConfigKey<Secret> PASSWORD = ConfigKey.required(
      "password", ValueType.SECRET, "Password; a secret file is read again at each scrape.");
  static final ConfigKey<Optional<ConfigNode>> BASIC_AUTH = ConfigKey.optional(
      "basic_auth",
      ValueType.mapping(USER, PASSWORD),
      "User and password that a client has to send.");

  static final ConfigKey<Path> CERTIFICATE = ConfigKey.required(
      "certificate", ValueType.PATH, "PEM file with the certificate and its chain.");
  static final ConfigKey<Path> PRIVATE_KEY = ConfigKey.required(
      "key", ValueType.PATH, "PEM file with the private key (PKCS #8, not encrypted).");
  static final ConfigKey<Optional<ConfigNode>> TLS = ConfigKey.optional(
      "tls", ValueType.mapping(CERTIFICATE, PRIVATE_KEY), "Serves HTTPS with this certificate.");

  private static final ConfigKey<List<MetricDialect>> DIALECTS = ConfigKey.of(
      "dialects",
      ValueType.list(ValueType.oneOf(MetricDialect.class)),
      List.of(MetricDialect.OTEL),
      "Sets of metric names under which spans are shown; each span is counted once.");
  private static final ConfigKey<List<String>> DIMENSIONS = ConfigKey.of(
      "dimensions",
      ValueType.list(ValueType.TEXT),
      List.of(),
      "Span attributes that become labels; maximum 20.");
  private static final ConfigKey<List<String>> RESOURCE_DIMENSIONS = ConfigKey.of(
      "resource_dimensions",
      ValueType.list(ValueType.TEXT),
      List.of("service.version"),
      "Resource attributes that become labels; maximum 20.");
  private static final ConfigKey<Map<String, List<Duration>>> BUCKETS = ConfigKey.of(
      "buckets",
      ValueType.map(ValueType.list(ValueType.DURATION)),
      Map.of(),
      "Upper bounds of the buckets, by the name of the histogram.");
  private static final ConfigKey<Boolean> NATIVE_HISTOGRAMS = ConfigKey.of(
      "native_histograms",
      ValueType.FLAG,
      false,
      "Shows native histograms beside the classic buckets, if Prometheus scrapes protobuf.");
  private static final ConfigKey<Boolean> SERVICE_GRAPH =
      ConfigKey.of("service_graph", ValueType.FLAG, true, "Measures the calls between services.");
  private static final ConfigKey<Map<String, String>> PEERS = ConfigKey.of(
      "peers",
      ValueType.map(ValueType.TEXT),
      Map.of(),
      "Names of services by host, for spans without `service.peer.name` and `peer.service`.");
  private static final ConfigKey<Boolean> NETWORK_PHASES = ConfigKey.of(
      "network_phases",
      ValueType.FLAG,
      true,
      "Measures DNS, connect, TLS and other phases that have spans of their own.");
  private static final ConfigKey<Boolean> EXCEPTIONS = ConfigKey.of(
      "exceptions", ValueType.FLAG, true, "Counts the exceptions recorded on spans, by type.");
  private static final ConfigKey<CountedEvents> EVENTS = ConfigKey.of(
      "events",
      ValueType.oneOf(CountedEvents.class),
      CountedEvents.EXCEPTIONS,
      "Span events that `traces_span_metrics_events_total` counts: `exceptions`, or `all` as in the Collector.");
  private static final ConfigKey<Boolean> SPAN_SIZES =
      ConfigKey.of("span_sizes", ValueType.FLAG, false, "Counts the size of spans in bytes.");
  private static final ConfigKey<Boolean> SPAN_NAME_TEMPLATES = ConfigKey.of(
      "span_name_templates", ValueType.FLAG, true, "Replaces ids in span names by `{id}`.");
  private static final ConfigKey<Boolean> JVM = ConfigKey.of(
      "jvm",
      ValueType.FLAG,
      true,
      "Adds metrics of the JVM: memory, garbage collection, threads, CPU.");
  private static final ConfigKey<Integer> MAX_SERIES = ConfigKey.of(
      "max_series",
      ValueType.integer(10, Integer.MAX_VALUE / 4),
      2_000,
      "Maximum number of series (label sets), all metrics together; beyond it, new label values share an overflow value.");
  private static final ConfigKey<Integer> MAX_VALUES_PER_LABEL = ConfigKey.of(
      "max_values_per_label",
      ValueType.integer(1, Integer.MAX_VALUE),
      200,
      "Maximum number of values of one label of one metric; further values share `__cardinality_overflow__`.");
  private static final ConfigKey<Duration> IDLE_EXPIRY = ConfigKey.of(
      "idle_expiry",
      ValueType.DURATION,
      Duration.ofHours(1),
      "Time without a new span after which a series is removed.");

  private static final ConfigKey<URI> ADDRESS = ConfigKey.required(
      "address",
      ValueType.ADDRESS,
      "Address of the Pushgateway, for example `http://localhost:9091`.");
  private static final ConfigKey<String> JOB = ConfigKey.required(
      "job", ValueType.TEXT, "Job name; each push replaces the metrics of this job.");
  private static final ConfigKey<Optional<ConfigNode>> PUSHGATEWAY = ConfigKey.optional(
      "pushgateway",
      ValueType.mapping(ADDRESS, JOB),
      "Pushes the metrics to a Pushgateway at shutdown, for a batch job that ends before it is scraped.");

  /** Creates the provider; called by {@link java.util.ServiceLoader}. */
  public MetricsSection() {}

  @Override
  public String key() {
    return "metrics";
  }

  @Override
  public String doc() {
    return "Prometheus metrics from spans, and Fanlight's own metrics, at `/metrics`.";
  }

  @Override
  public List<ConfigKey<?>> keys() {
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
  public void check(ConfigNode node) {
    set(node, HOST, () -> MetricsBridge.builder().host(node.get(HOST)));
    set(node, PATH, () -> MetricsBridge.builder().path(node.get(PATH)));
    if ((node.get(PATH) + "/").startsWith(StatusProcessor.PATH + "/")) {
      throw node.refuse(
          PATH, "is the path of the status page; give another one, or remove the key");
    }
    if (node.get(DIALECTS).isEmpty()) {
      throw node.refuse(DIALECTS, "is empty; remove the key for the default [otel]");
    }
    builder(node);
  }

  /** Warns of basic auth beyond loopback without TLS. Host names are not resolved. */
  @Override
  public Map<ConfigKey<?>, String> warnings(ConfigNode node) {
    boolean isInClear = node.get(BASIC_AUTH).isPresent() && node.get(TLS).isEmpty();
    return isInClear && !isLoopback(node.get(HOST))
        ? Map.of(
            BASIC_AUTH,
            "user and password are sent in clear text, because metrics.host is not loopback; add metrics.tls")
        : Map.of();
  }

  static boolean isLoopback(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.equals("::1")
        || name.equals("[::1]")
        || name.matches("127(\\.[0-9]{1,3}){3}");
  }

  @Override
  public SpanProcessor create(ConfigNode node, SectionContext context) {
    MetricsBridgeBuilder builder = builder(node)
        .shared(context.shared(SharedEndpoint.class, SharedEndpoint::new))
        .acceptClearTextLogin(true); // warnings() reports it, with its line in the file
    return withFanout(builder, context).start();
  }

  /** Adds the metrics of a fan-out, and restricts exemplars to traces that a vendor keeps. */
  public static MetricsBridgeBuilder withFanout(
      MetricsBridgeBuilder builder, SectionContext context) {
    return builder
        .exemplars(new KeptTracePredicate(context::highestSamplingRate))
        .also(new FanoutMetrics(context));
  }

  /**
   * Creates the builder from the section. A value that {@code start()} would refuse is refused here, with its line in the
   * file, because the running section is closed before the changed one starts.
   */
  private static MetricsBridgeBuilder builder(ConfigNode node) {
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
            () -> builder.tls(
                ServerTlsFactory.serverTls(tls.get(CERTIFICATE), tls.get(PRIVATE_KEY)))));
    node.get(PUSHGATEWAY)
        .ifPresent(gateway -> set(
            node, PUSHGATEWAY, () -> builder.pushgateway(gateway.get(ADDRESS), gateway.get(JOB))));
    return builder;
  }

  /** Applies a setting and reports an invalid value with the line of its key in the file. */
  static void set(ConfigNode node, ConfigKey<?> key, Runnable setting) {
    try {
      setting.run();
    } catch (IllegalArgumentException wrong) {
      throw node.refuse(key, String.valueOf(wrong.getMessage()));
    }
  }

  private static void basicAuth(MetricsBridgeBuilder builder, ConfigNode auth) {
    Secret password = auth.get(PASSWORD);
    set(
        auth,
        USER,
        () -> builder.basicAuth(auth.get(USER), () -> {
          password.refresh();
          return password.reveal();
        }));
  }
}
