/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

import dev.fanlight.metrics.internal.endpoint.BasicAuth;
import dev.fanlight.metrics.internal.endpoint.EndpointSettings;
import dev.fanlight.metrics.internal.endpoint.Pushgateway;
import dev.fanlight.metrics.internal.series.BucketBounds;
import dev.fanlight.metrics.internal.series.SeriesBudget;
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
 * How a {@link MetricsBridge} is set up. Not for several threads at once.
 *
 * @since 0.1.0
 */
public final class MetricsBridgeBuilder {
  private static final int MOST_DIMENSIONS = 20;

  String host = "localhost";
  int port = 9464;
  String path = "/metrics";
  boolean hasEndpoint = true;

  @Nullable BasicAuth auth;

  @Nullable SSLContext tls;

  boolean acceptsClearTextLogin;

  @Nullable PrometheusMeterRegistry registry;

  @Nullable Pushgateway pushgateway;

  Set<MetricDialect> dialects = EnumSet.of(MetricDialect.OTEL);
  List<String> dimensions = List.of();
  List<String> resourceDimensions = List.of("service.version");
  final Map<String, BucketBounds> bounds = new HashMap<>();
  boolean hasNativeHistograms;
  Predicate<SpanContext> exemplars = span -> true;
  boolean hasServiceGraph = true;
  Map<String, String> servicesByPeer = Map.of();
  boolean hasNetworkPhases = true;
  boolean hasExceptions = true;
  CountedEvents events = CountedEvents.EXCEPTIONS;
  boolean hasSpanSizes;
  boolean hasSpanNameTemplates = true;
  boolean hasJvmMetrics = true;
  int maxSeries = 2_000;
  int maxValuesPerLabel = 200;
  Duration idleExpiry = Duration.ofHours(1);
  final List<Supplier<List<MetricSnapshot>>> others = new ArrayList<>();
  Clock clock = Clock.getDefault();
  boolean isInKubernetes = System.getenv("KUBERNETES_SERVICE_HOST") != null;

  MetricsBridgeBuilder() {}

  /** Default {@code localhost}: the address that the endpoint listens at. */
  public MetricsBridgeBuilder host(String host) {
    this.host = Objects.requireNonNull(host, "host");
    return this;
  }

  /** Default 9464, 0 for any free one: the port that the endpoint listens at. */
  public MetricsBridgeBuilder port(int port) {
    this.port = new EndpointSettings(host, port, path, null, null).port();
    this.hasEndpoint = true;
    return this;
  }

  /** Default {@code /metrics}: where the endpoint shows the metrics. */
  public MetricsBridgeBuilder path(String path) {
    this.path = new EndpointSettings(host, port, path, null, null).path();
    return this;
  }

  /** Default none: who may read the metrics. The password is asked for at each scrape. */
  public MetricsBridgeBuilder basicAuth(String user, Supplier<String> password) {
    this.auth = new BasicAuth(user, password);
    return this;
  }

  /** Default none: serves HTTPS. */
  public MetricsBridgeBuilder tls(SSLContext tls) {
    this.tls = Objects.requireNonNull(tls, "tls");
    return this;
  }

  /**
   * Default off: no warning when {@link #basicAuth} is used without {@link #tls} on an address that other machines can
   * reach, where the password can be read on the way. On, for example, where a service mesh encrypts.
   */
  public MetricsBridgeBuilder acceptClearTextLogin(boolean isOn) {
    this.acceptsClearTextLogin = isOn;
    return this;
  }

  /** Opens no port: the metrics are seen through a {@link #registry} or pushed. */
  public MetricsBridgeBuilder noEndpoint() {
    this.hasEndpoint = false;
    return this;
  }

  /**
   * Default one of our own: the application's Micrometer registry, whose endpoint then shows the
   * metrics (Spring Boot's {@code /actuator/prometheus} for one). No port is opened and no JVM
   * metrics are added; call {@link #port} afterwards for an endpoint as well.
   */
  public MetricsBridgeBuilder registry(PrometheusMeterRegistry registry) {
    this.registry = Objects.requireNonNull(registry, "registry");
    this.hasJvmMetrics = false;
    return noEndpoint();
  }

  /**
   * Default none: a Pushgateway that gets the metrics at shutdown, for a job that ends before it
   * is scraped.
   *
   * @param address for example {@code http://localhost:9091}; user info in it becomes basic auth
   * @param job the group of metrics that each push replaces
   */
  public MetricsBridgeBuilder pushgateway(URI address, String job) {
    this.pushgateway = new Pushgateway(address, job);
    return this;
  }

  /** Default {@link MetricDialect#OTEL}: the names that span metrics are shown under. */
  public MetricsBridgeBuilder dialects(Collection<MetricDialect> dialects) {
    this.dialects = EnumSet.copyOf(dialects);
    return this;
  }

  /** Default none, at most 20: attributes of spans that become labels, dots as underscores. */
  public MetricsBridgeBuilder dimensions(String... attributes) {
    this.dimensions = fewEnough(attributes);
    return this;
  }

  /** Default {@code service.version}, at most 20: attributes of the resource that become labels. */
  public MetricsBridgeBuilder resourceDimensions(String... attributes) {
    this.resourceDimensions = fewEnough(attributes);
    return this;
  }

  private static List<String> fewEnough(String... attributes) {
    if (attributes.length > MOST_DIMENSIONS) {
      throw new IllegalArgumentException(attributes.length
          + " dimensions are more than "
          + MOST_DIMENSIONS
          + "; leave out those that no query asks for");
    }
    return List.of(attributes);
  }

  /**
   * Default as each dialect's original: the upper bounds of one histogram's buckets.
   *
   * @param metric its name, for example {@code traces_span_metrics_duration_seconds}
   * @param bounds longer than zero
   */
  public MetricsBridgeBuilder buckets(String metric, List<Duration> bounds) {
    if (bounds.isEmpty() || bounds.stream().anyMatch(b -> b.isNegative() || b.isZero())) {
      throw new IllegalArgumentException(
          "a histogram's buckets need at least one bound, and all bounds above zero");
    }
    this.bounds.put(metric, BucketBounds.of(bounds));
    return this;
  }

  /** Default off: native histograms beside the classic buckets, for a scraper that reads protobuf. */
  public MetricsBridgeBuilder nativeHistograms(boolean isOn) {
    this.hasNativeHistograms = isOn;
    return this;
  }

  /**
   * Default all: which of the sampled spans may be exemplars, for example those that a vendor
   * keeps. Asked rarely, on application threads.
   */
  public MetricsBridgeBuilder exemplars(Predicate<SpanContext> which) {
    this.exemplars = Objects.requireNonNull(which, "which");
    return this;
  }

  /** Default on: the calls between services. */
  public MetricsBridgeBuilder serviceGraph(boolean isOn) {
    this.hasServiceGraph = isOn;
    return this;
  }

  /**
   * Default none: the name of the service behind a host, for spans without {@code service.peer.name} and
   * {@code peer.service}.
   */
  public MetricsBridgeBuilder peers(Map<String, String> servicesByHost) {
    this.servicesByPeer = Map.copyOf(servicesByHost);
    return this;
  }

  /** Default on: the phases of outgoing calls (DNS, connect, TLS, …) where spans tell them. */
  public MetricsBridgeBuilder networkPhases(boolean isOn) {
    this.hasNetworkPhases = isOn;
    return this;
  }

  /** Default on: exceptions recorded on spans, by type. */
  public MetricsBridgeBuilder exceptions(boolean isOn) {
    this.hasExceptions = isOn;
    return this;
  }

  /**
   * Default {@link CountedEvents#EXCEPTIONS}: the events of spans that {@code traces_span_metrics_events_total} counts.
   * {@link CountedEvents#ALL} counts each event, as the Collector's connector does, whatever {@link #exceptions} says.
   */
  public MetricsBridgeBuilder events(CountedEvents events) {
    this.events = Objects.requireNonNull(events, "events");
    return this;
  }

  /** Default off: the size of spans in bytes. */
  public MetricsBridgeBuilder spanSizes(boolean isOn) {
    this.hasSpanSizes = isOn;
    return this;
  }

  /** Default on: numbers, UUIDs and hexadecimal ids in span names become {@code {id}}. */
  public MetricsBridgeBuilder spanNameTemplates(boolean isOn) {
    this.hasSpanNameTemplates = isOn;
    return this;
  }

  /** Default on, but off with a {@link #registry}: memory, garbage collection, threads, CPU. */
  public MetricsBridgeBuilder jvmMetrics(boolean isOn) {
    this.hasJvmMetrics = isOn;
    return this;
  }

  /** Default 2,000, at least 10: most label sets in all; what comes after is counted more coarsely. */
  public MetricsBridgeBuilder maxSeries(int maxSeries) {
    this.maxSeries = atLeast(10, maxSeries, "maxSeries");
    return this;
  }

  /** Default 200: most values of one label of one metric; further ones share an overflow value. */
  public MetricsBridgeBuilder maxValuesPerLabel(int maxValuesPerLabel) {
    this.maxValuesPerLabel = atLeast(1, maxValuesPerLabel, "maxValuesPerLabel");
    return this;
  }

  /** Default 1 h: how long a series stays that no span falls into. */
  public MetricsBridgeBuilder idleExpiry(Duration idleExpiry) {
    if (idleExpiry.isNegative() || idleExpiry.isZero()) {
      throw new IllegalArgumentException("idleExpiry " + idleExpiry + " is not longer than zero");
    }
    this.idleExpiry = idleExpiry;
    return this;
  }

  /** Default none: further metrics to show, asked for at each scrape. */
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
   * Refuses what {@link #start} would refuse, and opens nothing.
   *
   * @throws IllegalArgumentException if the settings do not fit each other
   */
  public void check() {
    new MetricDefinitions(this, budget());
  }

  SeriesBudget budget() {
    return new SeriesBudget(maxSeries, maxValuesPerLabel, idleExpiry, clock);
  }

  /**
   * Opens the endpoint and counts from then on. A port that is taken costs the endpoint and one
   * warning, never the start of the application.
   *
   * @throws IllegalArgumentException if the settings do not fit each other
   */
  public MetricsBridge start() {
    return new MetricsBridge(new BridgeRuntime(this));
  }

  private static int atLeast(int least, int value, String name) {
    if (value < least) {
      throw new IllegalArgumentException(name + " " + value + " is less than " + least);
    }
    return value;
  }
}
