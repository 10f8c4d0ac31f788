/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

import dev.fanlight.metrics.internal.endpoint.BasicAuth;
import dev.fanlight.metrics.internal.endpoint.EndpointSettings;
import dev.fanlight.metrics.internal.endpoint.MetricsServer;
import dev.fanlight.metrics.internal.endpoint.Pushgateway;
import dev.fanlight.metrics.internal.series.Bounds;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
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
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Prometheus metrics from spans: calls, errors and durations of every span that ends, served at
 * {@code /metrics}.
 *
 * <pre>{@code
 * MetricsBridge metrics = MetricsBridge.builder().port(9464).start();
 * SdkTracerProvider.builder()
 *     .setSampler(MetricsBridge.alwaysRecord(Sampler.traceIdRatioBased(0.01)))
 *     .addSpanProcessor(metrics)
 *     .build();
 * }</pre>
 *
 * <p>All methods may be called from any thread, and none throws into the application once started.
 * Shutting the tracer provider down closes the endpoint.
 *
 * @since 0.1.0
 */
public final class MetricsBridge implements SpanProcessor {
  private final Wiring wiring;

  private MetricsBridge(Wiring wiring) {
    this.wiring = wiring;
  }

  /** Settings with their defaults; {@link Builder#start()} puts them to work. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Makes every span count whatever the sampler says: what it drops is still recorded, for metrics
   * alone. Exporters see exactly what they saw without it.
   *
   * @param sampler the sampler that decides what is exported
   */
  public static Sampler alwaysRecord(Sampler sampler) {
    return new AlwaysRecording(Objects.requireNonNull(sampler, "sampler"));
  }

  /** The port that the metrics are served at; empty if there is none. */
  public OptionalInt port() {
    MetricsServer server = wiring.server();
    return server == null ? OptionalInt.empty() : OptionalInt.of(server.port());
  }

  /** The registry that the metrics are in, for the application's own meters. */
  public PrometheusMeterRegistry registry() {
    return wiring.registry();
  }

  /**
   * Shows an OpenTelemetry meter provider's metrics beside those of the spans, once it is
   * registered there: {@code SdkMeterProvider.builder().registerMetricReader(bridge.meterReader())}.
   */
  public MetricReader meterReader() {
    return wiring.meters();
  }

  /**
   * Pushes all metrics to the Pushgateway now, for a batch job that has reached a milestone; the end of the job is
   * pushed by itself. Takes four seconds at most.
   *
   * @return whether the gateway took them; false if none is set up
   */
  public boolean push() {
    return wiring.push();
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {}

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    wiring.record(span);
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  /**
   * Pushes to the Pushgateway if there is one, closes the endpoint and leaves a registry that was
   * given as it was before. Spans that end later still count, unseen.
   */
  @Override
  public CompletableResultCode shutdown() {
    wiring.close();
    return CompletableResultCode.ofSuccess();
  }

  /** How the bridge is set up. Not for several threads at once. */
  public static final class Builder {
    private static final int MOST_DIMENSIONS = 20;

    String host = "localhost";
    int port = 9464;
    String path = "/metrics";
    boolean hasEndpoint = true;

    @Nullable BasicAuth auth;

    @Nullable SSLContext tls;

    @Nullable PrometheusMeterRegistry registry;

    @Nullable Pushgateway pushgateway;

    Set<Dialect> dialects = EnumSet.of(Dialect.OTEL);
    List<String> dimensions = List.of();
    List<String> resourceDimensions = List.of("service.version");
    final Map<String, Bounds> bounds = new HashMap<>();
    boolean hasNativeHistograms;
    Predicate<SpanContext> exemplars = span -> true;
    boolean hasServiceGraph = true;
    Map<String, String> servicesByPeer = Map.of();
    boolean hasNetworkPhases = true;
    boolean hasExceptions = true;
    boolean hasSpanSizes;
    boolean hasSpanNameTemplates = true;
    boolean hasJvmMetrics = true;
    int maxSeries = 2_000;
    int maxValuesPerLabel = 200;
    Duration idleExpiry = Duration.ofHours(1);
    final List<Supplier<List<MetricSnapshot>>> others = new ArrayList<>();
    Clock clock = Clock.getDefault();
    boolean isInKubernetes = System.getenv("KUBERNETES_SERVICE_HOST") != null;

    private Builder() {}

    /** Default {@code localhost}: the address that the endpoint listens at. */
    public Builder host(String host) {
      this.host = Objects.requireNonNull(host, "host");
      return this;
    }

    /** Default 9464, 0 for any free one: the port that the endpoint listens at. */
    public Builder port(int port) {
      this.port = new EndpointSettings(host, port, path, null, null).port();
      this.hasEndpoint = true;
      return this;
    }

    /** Default {@code /metrics}: where the endpoint shows the metrics. */
    public Builder path(String path) {
      this.path = new EndpointSettings(host, port, path, null, null).path();
      return this;
    }

    /** Default none: who may read the metrics. The password is asked for at each scrape. */
    public Builder basicAuth(String user, Supplier<String> password) {
      this.auth = new BasicAuth(user, password);
      return this;
    }

    /** Default none: serves HTTPS. */
    public Builder tls(SSLContext tls) {
      this.tls = Objects.requireNonNull(tls, "tls");
      return this;
    }

    /** Opens no port: the metrics are seen through a {@link #registry} or pushed. */
    public Builder noEndpoint() {
      this.hasEndpoint = false;
      return this;
    }

    /**
     * Default one of our own: the application's Micrometer registry, whose endpoint then shows the
     * metrics (Spring Boot's {@code /actuator/prometheus} for one). No port is opened and no JVM
     * metrics are added; call {@link #port} afterwards for an endpoint as well.
     */
    public Builder registry(PrometheusMeterRegistry registry) {
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
    public Builder pushgateway(URI address, String job) {
      this.pushgateway = new Pushgateway(address, job);
      return this;
    }

    /** Default {@link Dialect#OTEL}: the names that span metrics are shown under. */
    public Builder dialects(Collection<Dialect> dialects) {
      this.dialects = EnumSet.copyOf(dialects);
      return this;
    }

    /** Default none, at most 20: attributes of spans that become labels, dots as underscores. */
    public Builder dimensions(String... attributes) {
      if (attributes.length > MOST_DIMENSIONS) {
        throw new IllegalArgumentException(
            attributes.length + " dimensions are more than " + MOST_DIMENSIONS);
      }
      this.dimensions = List.of(attributes);
      return this;
    }

    /** Default {@code service.version}: attributes of the resource that become labels. */
    public Builder resourceDimensions(String... attributes) {
      this.resourceDimensions = List.of(attributes);
      return this;
    }

    /**
     * Default as each dialect's original: the upper bounds of one histogram's buckets.
     *
     * @param metric its name, for example {@code traces_span_metrics_duration_seconds}
     * @param bounds longer than zero
     */
    public Builder buckets(String metric, List<Duration> bounds) {
      if (bounds.isEmpty() || bounds.stream().anyMatch(b -> b.isNegative() || b.isZero())) {
        throw new IllegalArgumentException(
            "buckets of " + metric + " are " + bounds + "; give at least one, all above zero");
      }
      this.bounds.put(metric, Bounds.of(bounds));
      return this;
    }

    /** Default off: native histograms beside the classic buckets, for a scraper that reads protobuf. */
    public Builder nativeHistograms(boolean isOn) {
      this.hasNativeHistograms = isOn;
      return this;
    }

    /**
     * Default all: which of the sampled spans may be exemplars, for example those that a vendor
     * keeps. Asked rarely, on application threads.
     */
    public Builder exemplars(Predicate<SpanContext> which) {
      this.exemplars = Objects.requireNonNull(which, "which");
      return this;
    }

    /** Default on: the calls between services. */
    public Builder serviceGraph(boolean isOn) {
      this.hasServiceGraph = isOn;
      return this;
    }

    /** Default none: the name of the service behind a host, where spans carry no {@code peer.service}. */
    public Builder peers(Map<String, String> servicesByHost) {
      this.servicesByPeer = Map.copyOf(servicesByHost);
      return this;
    }

    /** Default on: the phases of outgoing calls (DNS, connect, TLS, …) where spans tell them. */
    public Builder networkPhases(boolean isOn) {
      this.hasNetworkPhases = isOn;
      return this;
    }

    /** Default on: exceptions recorded on spans, by type. */
    public Builder exceptions(boolean isOn) {
      this.hasExceptions = isOn;
      return this;
    }

    /** Default off: the size of spans in bytes. */
    public Builder spanSizes(boolean isOn) {
      this.hasSpanSizes = isOn;
      return this;
    }

    /** Default on: numbers, UUIDs and hexadecimal ids in span names become {@code {id}}. */
    public Builder spanNameTemplates(boolean isOn) {
      this.hasSpanNameTemplates = isOn;
      return this;
    }

    /** Default on, but off with a {@link #registry}: memory, garbage collection, threads, CPU. */
    public Builder jvmMetrics(boolean isOn) {
      this.hasJvmMetrics = isOn;
      return this;
    }

    /** Default 2,000, at least 10: most label sets in all; what comes after is counted more coarsely. */
    public Builder maxSeries(int maxSeries) {
      this.maxSeries = atLeast(10, maxSeries, "maxSeries");
      return this;
    }

    /** Default 200: most values of one label of one metric; further ones share an overflow value. */
    public Builder maxValuesPerLabel(int maxValuesPerLabel) {
      this.maxValuesPerLabel = atLeast(1, maxValuesPerLabel, "maxValuesPerLabel");
      return this;
    }

    /** Default 1 h: how long a series stays that no span falls into. */
    public Builder idleExpiry(Duration idleExpiry) {
      if (idleExpiry.isNegative() || idleExpiry.isZero()) {
        throw new IllegalArgumentException("idleExpiry " + idleExpiry + " is not longer than zero");
      }
      this.idleExpiry = idleExpiry;
      return this;
    }

    /** Default none: further metrics to show, asked for at each scrape. */
    public Builder also(Supplier<List<MetricSnapshot>> metrics) {
      this.others.add(Objects.requireNonNull(metrics, "metrics"));
      return this;
    }

    Builder clock(Clock clock) {
      this.clock = clock;
      return this;
    }

    Builder kubernetes(boolean isIn) {
      this.isInKubernetes = isIn;
      return this;
    }

    /**
     * Opens the endpoint and counts from then on. A port that is taken costs the endpoint and one
     * warning, never the start of the application.
     *
     * @throws IllegalArgumentException if the settings do not fit each other
     */
    public MetricsBridge start() {
      return new MetricsBridge(new Wiring(this));
    }

    private static int atLeast(int least, int value, String name) {
      if (value < least) {
        throw new IllegalArgumentException(name + " " + value + " is less than " + least);
      }
      return value;
    }
  }
}
