/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

import dev.fanlight.metrics.internal.endpoint.EndpointSettings;
import dev.fanlight.metrics.internal.endpoint.MetricsServer;
import dev.fanlight.metrics.internal.endpoint.PushgatewayClient;
import dev.fanlight.metrics.internal.endpoint.SharedEndpoint;
import dev.fanlight.metrics.internal.exposition.BridgeCollector;
import dev.fanlight.metrics.internal.exposition.BudgetMetrics;
import dev.fanlight.metrics.internal.exposition.IsolatingRegistry;
import dev.fanlight.metrics.internal.exposition.OmittedMetrics;
import dev.fanlight.metrics.internal.measure.SpanRecorder;
import dev.fanlight.metrics.internal.meters.MeterReader;
import dev.fanlight.metrics.internal.series.SeriesBudget;
import dev.fanlight.metrics.internal.text.ForeignMessage;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The running parts of one bridge, from the end of a span to the scrape. Any thread. */
final class BridgeRuntime implements AutoCloseable {
  private static final Logger logger =
      Logger.getLogger("dev.fanlight.metrics.MetricsBridge"); // the name of the public type;

  private final SpanRecorder recorder;
  private final BridgeCollector collector;
  private final PrometheusMeterRegistry registry;
  private final IsolatingRegistry scraped;
  private final boolean ownsRegistry;
  private final OmittedMetrics omitted = new OmittedMetrics();
  private final MeterReader meters = new MeterReader(omitted::report);
  private final @Nullable JvmMetrics jvm;
  private final @Nullable PushgatewayClient pushgateway;
  private final SharedEndpoint shared;
  private final @Nullable MetricsServer server;
  private final LongAdder failures = new LongAdder();
  private final AtomicBoolean hasFailed = new AtomicBoolean();
  private final AtomicBoolean isClosed = new AtomicBoolean();

  BridgeRuntime(BridgeSettings settings) {
    SeriesBudget budget = settings.metrics().limits().newBudget(settings.clock());
    var definitions = new MetricDefinitions(settings.metrics(), budget);
    recorder = definitions.recorder();
    PrometheusMeterRegistry given = settings.registry();
    ownsRegistry = given == null;
    registry = given == null ? ownRegistry() : given;
    scraped = new IsolatingRegistry(registry.getPrometheusRegistry(), omitted);
    List<Supplier<List<MetricSnapshot>>> others = new ArrayList<>(settings.others());
    others.add(new BudgetMetrics(budget, failures::sum, scraped::failures));
    logMetrics().ifPresent(others::add);
    others.add(meters);
    collector = new BridgeCollector(
        registry, scraped, settings.clock(), definitions.families(), others, omitted);
    registry.getPrometheusRegistry().register(collector);
    jvm = settings.metrics().has(MetricFeature.JVM_METRICS) ? jvmMetrics() : null;
    pushgateway = settings.pushgateway();
    shared = settings.shared();
    EndpointSettings endpoint = settings.endpoint();
    server = endpoint == null ? null : open(endpoint, settings); // last: scrapes begin here
  }

  private static Optional<LogMetrics> logMetrics() {
    try {
      return Optional.of(new LogMetrics());
    } catch (LinkageError ignored) {
      return Optional.empty(); // fanlight-logback-appender is not on the class path
    }
  }

  private static PrometheusMeterRegistry ownRegistry() {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    registry.config().meterFilter(JvmMetrics.wellNamed());
    return registry;
  }

  private @Nullable JvmMetrics jvmMetrics() {
    try {
      return new JvmMetrics(registry);
    } catch (LinkageError e) {
      logger.warning("The metrics of the JVM are missing: " + cause("java.management", e)
          + ". Or set metrics.jvm (in code: jvmMetrics) to false.");
      return null;
    }
  }

  /** Returns the cause of a missing class in a sentence; a runtime made by jlink has only the modules it was told of. */
  private static String cause(String module, LinkageError e) {
    return ModuleLayer.boot().findModule(module).isPresent()
        ? ForeignMessage.described(e)
        : "this Java runtime was built without the module " + module
            + "; add it (jlink --add-modules " + module + ")";
  }

  private @Nullable MetricsServer open(EndpointSettings endpoint, BridgeSettings settings) {
    try {
      MetricsServer opened =
          MetricsServer.open(endpoint, scraped, settings.shared(), settings.clock());
      shared.metricsOpened(!opened.isLoopback() && endpoint.auth() == null);
      if (opened.isLoopback() && settings.isInKubernetes()) {
        logger.info(
            "/metrics listens on loopback, where a Prometheus outside this pod cannot reach it."
                + " Set metrics.host to 0.0.0.0 to allow that.");
      }
      if (!opened.isLoopback() && settings.warnsOfClearTextLogin()) {
        logger.warning(
            "The user and password of /metrics are sent in clear text, because the endpoint listens beyond loopback without TLS."
                + " Call tls(..) or host(\"localhost\") on the builder, or accept the risk with acceptClearTextLogin(true).");
      }
      return opened;
    } catch (IOException | RuntimeException e) {
      logger.warning(
          "/metrics is not served: "
              + shown(endpoint.host())
              + ":"
              + endpoint.port()
              + " cannot be opened ("
              + ForeignMessage.of(e)
              + "). Check metrics.host; set metrics.port (in code: port) to a free port, or 0 for any.");
      return null;
    }
  }

  /** Returns a numeric address or the default host; any other text could be a secret that was pasted at the wrong place. */
  private static String shown(String host) {
    boolean isNumeric = host.length() <= 39 && host.matches("[0-9a-fA-F]*[.:][0-9a-fA-F.:]*");
    return isNumeric || host.equals("localhost") ? host : "metrics.host";
  }

  void record(ReadableSpan span) {
    try {
      recorder.record(span);
    } catch (Throwable e) { // LinkageError included: span.end() must never throw
      failures.increment();
      if (hasFailed.compareAndSet(false, true)) {
        report(e);
      }
    }
  }

  private static void report(Throwable e) {
    try {
      logger.log(
          Level.SEVERE,
          "A span could not be counted. fanlight_metrics_failed_spans_total counts such spans; this"
              + " message is logged once.",
          ForeignMessage.loggable(e));
    } catch (Throwable ignored) {
      // span.end() must not throw if a log handler of the application throws
    }
  }

  boolean push() {
    if (pushgateway == null) {
      return false;
    }
    try {
      pushgateway.push(scraped);
      return true;
    } catch (IOException | RuntimeException e) {
      logger.warning("The Pushgateway did not accept the metrics: "
          + ForeignMessage.of(e)
          + " from "
          + pushgateway
          + ". Check metrics.pushgateway.");
      return false;
    }
  }

  /** Starts a push and returns a result that completes when the push has ended; it succeeds if there is no gateway. */
  CompletableResultCode pushInBackground() {
    if (pushgateway == null) {
      return CompletableResultCode.ofSuccess();
    }
    CompletableResultCode result = new CompletableResultCode();
    Runnable pushing = () -> {
      if (push()) {
        result.succeed();
      } else {
        result.fail();
      }
    };
    Thread thread = new Thread(
        pushing, "fanlight-metrics-push"); // ends with the push, after at most four seconds
    thread.setDaemon(true);
    thread.start();
    return result;
  }

  PrometheusMeterRegistry registry() {
    return registry;
  }

  MeterReader meters() {
    return meters;
  }

  @Nullable MetricsServer server() {
    return server;
  }

  /** Closes the parts in reverse order of the constructor, once. */
  @Override
  public void close() {
    if (!isClosed.compareAndSet(false, true)) {
      return;
    }
    push();
    if (server != null) {
      server.close();
      shared.metricsClosed();
    }
    if (jvm != null) {
      jvm.close();
    }
    registry.getPrometheusRegistry().unregister(collector);
    if (ownsRegistry) {
      registry.close();
    }
  }
}
