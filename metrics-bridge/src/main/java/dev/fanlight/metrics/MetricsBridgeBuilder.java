/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

import dev.fanlight.metrics.SpanMetricSettings.SeriesLimits;
import dev.fanlight.metrics.internal.endpoint.BasicAuth;
import dev.fanlight.metrics.internal.endpoint.EndpointSettings;
import dev.fanlight.metrics.internal.endpoint.PushgatewayClient;
import dev.fanlight.metrics.internal.endpoint.SharedEndpoint;
import dev.fanlight.metrics.internal.series.BucketBounds;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.common.Clock;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The builder of a {@link MetricsBridge}. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class MetricsBridgeBuilder {
  private static final int MAX_DIMENSIONS = 20;

  private String host = "localhost";
  private int port = 9464;
  private String path = "/metrics";
  private SharedEndpoint shared = new SharedEndpoint();
  private boolean hasEndpoint = true;

  private @Nullable BasicAuth auth;

  private @Nullable SSLContext tls;

  private boolean acceptsClearTextLogin;

  private @Nullable PrometheusMeterRegistry registry;

  private @Nullable PushgatewayClient pushgateway;

  private Set<MetricDialect> dialects = EnumSet.of(MetricDialect.OTEL);
  private final Set<MetricFeature> features =
      EnumSet.complementOf(EnumSet.of(MetricFeature.NATIVE_HISTOGRAMS, MetricFeature.SPAN_SIZES));
  private List<String> dimensions = List.of();
  private List<String> resourceDimensions = List.of("service.version");
  private final Map<String, BucketBounds> bounds = new HashMap<>();
  private Predicate<SpanContext> exemplars = span -> true;
  private Map<String, String> servicesByPeer = Map.of();
  private CountedEvents events = CountedEvents.EXCEPTIONS;
  private int maxSeries = 2_000;
  private int maxValuesPerLabel = 200;
  private Duration idleExpiry = Duration.ofHours(1);
  private final List<Supplier<List<MetricSnapshot>>> others = new ArrayList<>();
  private Clock clock = Clock.getDefault();
  private boolean isInKubernetes = System.getenv("KUBERNETES_SERVICE_HOST") != null;

  MetricsBridgeBuilder() {}

  /** Default {@code localhost}: the address on which the endpoint listens. */
  public MetricsBridgeBuilder host(String host) {
    this.host = new EndpointSettings(host, port, path, null, null).host();
    return this;
  }

  /** Default 9464: the port on which the endpoint listens; 0 for any free port. */
  public MetricsBridgeBuilder port(int port) {
    this.port = new EndpointSettings(host, port, path, null, null).port();
    this.hasEndpoint = true;
    return this;
  }

  /** Default {@code /metrics}: the path at which the endpoint serves the metrics. */
  public MetricsBridgeBuilder path(String path) {
    this.path = new EndpointSettings(host, port, path, null, null).path();
    return this;
  }

  /**
   * Default no authentication: the user and the password that a scraper has to send. The supplier of the password is
   * called at each scrape.
   */
  public MetricsBridgeBuilder basicAuth(String user, Supplier<String> password) {
    this.auth = new BasicAuth(user, password);
    return this;
  }

  /** Default HTTP: the TLS context with which the endpoint serves HTTPS. */
  public MetricsBridgeBuilder tls(SSLContext tls) {
    this.tls = Objects.requireNonNull(tls, "tls");
    return this;
  }

  /**
   * Default off: suppresses the warning about {@link #basicAuth} without {@link #tls} on an address that other machines
   * can reach, where the password can be read on the network. Turn it on, for example, if a service mesh encrypts.
   */
  public MetricsBridgeBuilder acceptClearTextLogin(boolean isOn) {
    this.acceptsClearTextLogin = isOn;
    return this;
  }

  /** Opens no port: the metrics are available through a {@link #registry}, or are pushed. */
  public MetricsBridgeBuilder noEndpoint() {
    this.hasEndpoint = false;
    return this;
  }

  /**
   * Default a registry of the bridge: the application's Micrometer registry, whose own endpoint then serves the metrics,
   * for example Spring Boot's {@code /actuator/prometheus}. The bridge then opens no port and adds no JVM metrics; to
   * have an endpoint as well, call {@link #port} afterwards.
   */
  public MetricsBridgeBuilder registry(PrometheusMeterRegistry registry) {
    this.registry = Objects.requireNonNull(registry, "registry");
    return jvmMetrics(false).noEndpoint();
  }

  /**
   * Default no Pushgateway: the Pushgateway to which the metrics are pushed at shutdown, for a job that ends before it
   * is scraped.
   *
   * @param address for example {@code http://localhost:9091}; user info in it is sent as basic auth
   * @param job the group of metrics that each push replaces
   */
  public MetricsBridgeBuilder pushgateway(URI address, String job) {
    this.pushgateway = new PushgatewayClient(address, job);
    return this;
  }

  /** Default {@link MetricDialect#OTEL}: the metric names under which spans are shown. */
  public MetricsBridgeBuilder dialects(Collection<MetricDialect> dialects) {
    this.dialects = EnumSet.copyOf(dialects);
    return this;
  }

  /** Default empty, maximum 20: span attributes that become labels, with underscores instead of dots. */
  public MetricsBridgeBuilder dimensions(String... attributes) {
    this.dimensions = withinMaximum(attributes);
    return this;
  }

  /** Default {@code service.version}, maximum 20: resource attributes that become labels. */
  public MetricsBridgeBuilder resourceDimensions(String... attributes) {
    this.resourceDimensions = withinMaximum(attributes);
    return this;
  }

  private static List<String> withinMaximum(String... attributes) {
    if (attributes.length > MAX_DIMENSIONS) {
      throw new IllegalArgumentException(attributes.length
          + " dimensions are more than the maximum of "
          + MAX_DIMENSIONS
          + "; remove the dimensions that no query uses");
    }
    return List.of(attributes);
  }

  /**
   * Default the bounds of the dialect's original: the upper bounds of the buckets of one histogram.
   *
   * @param metric name of the histogram, for example {@code traces_span_metrics_duration_seconds}
   * @param bounds at least one, each longer than zero
   */
  public MetricsBridgeBuilder buckets(String metric, List<Duration> bounds) {
    if (bounds.isEmpty() || bounds.stream().anyMatch(b -> b.isNegative() || b.isZero())) {
      throw new IllegalArgumentException(
          "a histogram's buckets need at least one bound, and all bounds above zero");
    }
    this.bounds.put(metric, BucketBounds.of(bounds));
    return this;
  }

  /** Default off: shows native histograms beside the classic buckets, to a scraper that reads protobuf. */
  public MetricsBridgeBuilder nativeHistograms(boolean isOn) {
    return set(MetricFeature.NATIVE_HISTOGRAMS, isOn);
  }

  /**
   * Default all: the sampled spans that may be exemplars, for example the spans that a vendor keeps. The predicate is
   * called rarely, on application threads.
   */
  public MetricsBridgeBuilder exemplars(Predicate<SpanContext> which) {
    this.exemplars = Objects.requireNonNull(which, "which");
    return this;
  }

  /** Default on: measures the calls between services. */
  public MetricsBridgeBuilder serviceGraph(boolean isOn) {
    return set(MetricFeature.SERVICE_GRAPH, isOn);
  }

  /**
   * Default empty: the names of services by their host, for spans without {@code service.peer.name} and
   * {@code peer.service}.
   */
  public MetricsBridgeBuilder peers(Map<String, String> servicesByHost) {
    this.servicesByPeer = Map.copyOf(servicesByHost);
    return this;
  }

  /** Default on: measures the phases of outgoing calls (DNS, connect, TLS, …) that have spans of their own. */
  public MetricsBridgeBuilder networkPhases(boolean isOn) {
    return set(MetricFeature.NETWORK_PHASES, isOn);
  }

  /** Default on: counts the exceptions recorded on spans, by type. */
  public MetricsBridgeBuilder exceptions(boolean isOn) {
    return set(MetricFeature.EXCEPTIONS, isOn);
  }

  /**
   * Default {@link CountedEvents#EXCEPTIONS}: the events of spans that {@code traces_span_metrics_events_total} counts.
   * {@link CountedEvents#ALL} counts each event, as the Collector's connector does, also if {@link #exceptions} is off.
   */
  public MetricsBridgeBuilder events(CountedEvents events) {
    this.events = Objects.requireNonNull(events, "events");
    return this;
  }

  /** Default off: counts the size of spans in bytes. */
  public MetricsBridgeBuilder spanSizes(boolean isOn) {
    return set(MetricFeature.SPAN_SIZES, isOn);
  }

  /** Default on: replaces numbers, UUIDs and hexadecimal ids in span names by {@code {id}}. */
  public MetricsBridgeBuilder spanNameTemplates(boolean isOn) {
    return set(MetricFeature.SPAN_NAME_TEMPLATES, isOn);
  }

  /** Default on, but off with a {@link #registry}: adds metrics of memory, garbage collection, threads and CPU. */
  public MetricsBridgeBuilder jvmMetrics(boolean isOn) {
    return set(MetricFeature.JVM_METRICS, isOn);
  }

  private MetricsBridgeBuilder set(MetricFeature feature, boolean isOn) {
    if (isOn) {
      features.add(feature);
    } else {
      features.remove(feature);
    }
    return this;
  }

  /**
   * Default 2,000, at least 10: the maximum number of series, all metrics together. Near the maximum, new label values
   * are counted under an overflow value.
   */
  public MetricsBridgeBuilder maxSeries(int maxSeries) {
    this.maxSeries = atLeast(10, maxSeries, "maxSeries");
    return this;
  }

  /** Default 200: the maximum number of values of one label of one metric; further values share an overflow value. */
  public MetricsBridgeBuilder maxValuesPerLabel(int maxValuesPerLabel) {
    this.maxValuesPerLabel = atLeast(1, maxValuesPerLabel, "maxValuesPerLabel");
    return this;
  }

  /** Default 1 h: the time without a new span after which a series is removed. */
  public MetricsBridgeBuilder idleExpiry(Duration idleExpiry) {
    if (idleExpiry.isNegative() || idleExpiry.isZero()) {
      throw new IllegalArgumentException("idleExpiry " + idleExpiry + " is not longer than zero");
    }
    this.idleExpiry = idleExpiry;
    return this;
  }

  /** For the section of the file: the pages that the endpoint serves beside the metrics. Promises nothing. */
  public MetricsBridgeBuilder shared(SharedEndpoint endpoint) {
    this.shared = Objects.requireNonNull(endpoint, "endpoint");
    return this;
  }

  /** Default empty: further metrics to show; the supplier is called at each scrape. */
  public MetricsBridgeBuilder also(Supplier<List<MetricSnapshot>> metrics) {
    this.others.add(Objects.requireNonNull(metrics, "metrics"));
    return this;
  }

  MetricsBridgeBuilder clock(Clock clock) {
    this.clock = clock;
    return this;
  }

  MetricsBridgeBuilder kubernetes(boolean isIn) {
    this.isInKubernetes = isIn;
    return this;
  }

  /**
   * Checks the settings as {@link #start} does, but opens no port.
   *
   * @throws IllegalArgumentException if the settings do not fit each other
   */
  public void check() {
    SpanMetricSettings metrics = settings().metrics();
    new MetricDefinitions(metrics, metrics.limits().newBudget(clock));
  }

  /**
   * Opens the endpoint and returns a bridge that counts spans from now on. If the port cannot be opened, the bridge runs
   * without an endpoint and logs one warning; the application starts.
   *
   * @throws IllegalArgumentException if the settings do not fit each other
   */
  public MetricsBridge start() {
    return new MetricsBridge(new BridgeRuntime(settings()));
  }

  private BridgeSettings settings() {
    var metrics = new SpanMetricSettings(
        dialects,
        features,
        events,
        dimensions,
        resourceDimensions,
        bounds,
        exemplars,
        servicesByPeer,
        new SeriesLimits(maxSeries, maxValuesPerLabel, idleExpiry));
    return new BridgeSettings(
        metrics,
        hasEndpoint ? new EndpointSettings(host, port, path, auth, tls) : null,
        shared,
        acceptsClearTextLogin,
        isInKubernetes,
        registry,
        pushgateway,
        others,
        clock);
  }

  private static int atLeast(int minimum, int value, String name) {
    if (value < minimum) {
      throw new IllegalArgumentException(name + " " + value + " is less than " + minimum);
    }
    return value;
  }
}
