/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

import dev.fanlight.metrics.internal.endpoint.EndpointSettings;
import dev.fanlight.metrics.internal.endpoint.MetricsServer;
import dev.fanlight.metrics.internal.endpoint.Pushgateway;
import dev.fanlight.metrics.internal.exposition.BridgeCollector;
import dev.fanlight.metrics.internal.exposition.BudgetMetrics;
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

/** The parts of one bridge, from the span's end to the scrape. */
final class BridgeRuntime implements AutoCloseable {
  private static final Logger logger = Logger.getLogger(MetricsBridge.class.getName());

  private final SpanRecorder recorder;
  private final BridgeCollector collector;
  private final PrometheusMeterRegistry registry;
  private final boolean ownsRegistry;
  private final OmittedMetrics omitted = new OmittedMetrics();
  private final MeterReader meters = new MeterReader(omitted::report);
  private final @Nullable JvmMetrics jvm;
  private final @Nullable Pushgateway pushgateway;
  private final @Nullable MetricsServer server;
  private final LongAdder failures = new LongAdder();
  private final AtomicBoolean hasFailed = new AtomicBoolean();
  private final AtomicBoolean isClosed = new AtomicBoolean();

  BridgeRuntime(MetricsBridgeBuilder settings) {
    SeriesBudget budget = settings.budget();
    var catalogue = new MetricDefinitions(settings, budget);
    recorder = catalogue.recorder();
    ownsRegistry = settings.registry == null;
    registry = settings.registry == null ? ownRegistry() : settings.registry;
    List<Supplier<List<MetricSnapshot>>> others = new ArrayList<>(settings.others);
    others.add(new BudgetMetrics(budget, failures::sum));
    logMetrics().ifPresent(others::add);
    others.add(meters);
    collector =
        new BridgeCollector(registry, settings.clock, catalogue.families(), others, omitted);
    registry.getPrometheusRegistry().register(collector);
    jvm = settings.hasJvmMetrics ? jvmMetrics() : null;
    pushgateway = settings.pushgateway;
    server = settings.hasEndpoint ? open(settings) : null; // last: from here on it is seen
  }

  private static Optional<LogMetrics> logMetrics() {
    try {
      return Optional.of(new LogMetrics());
    } catch (LinkageError ignored) {
      return Optional.empty(); // fanlight-logback-appender is not there
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
      logger.warning("No metrics of the JVM: " + whatLacks("java.management", e)
          + ". Or set metrics.jvm (in code: jvmMetrics) to false.");
      return null;
    }
  }

  /** In a sentence, what else would be the name of a class: jlink leaves out what it is not told of. */
  private static String whatLacks(String module, LinkageError e) {
    return ModuleLayer.boot().findModule(module).isPresent()
        ? ForeignMessage.described(e)
        : "this Java runtime was put together without the module " + module
            + "; add it (jlink --add-modules " + module + ")";
  }

  private @Nullable MetricsServer open(MetricsBridgeBuilder settings) {
    var endpoint = new EndpointSettings(
        settings.host, settings.port, settings.path, settings.auth, settings.tls);
    try {
      MetricsServer opened =
          MetricsServer.open(endpoint, registry.getPrometheusRegistry(), settings.clock);
      if (opened.isLoopback() && settings.isInKubernetes) {
        logger.info(
            "/metrics listens on loopback, where a Prometheus outside this pod cannot reach it."
                + " Set metrics.host to 0.0.0.0 if it should.");
      }
      if (!opened.isLoopback()
          && settings.auth != null
          && settings.tls == null
          && !settings.acceptsClearTextLogin) {
        logger.warning(
            "The user and password of /metrics go over the network in clear, since it listens beyond loopback without TLS."
                + " Give the builder tls(..), or host(\"localhost\"), or accept it with acceptClearTextLogin(true).");
      }
      return opened;
    } catch (IOException | RuntimeException e) {
      logger.warning(
          "No /metrics: "
              + shown(endpoint.host())
              + ":"
              + endpoint.port()
              + " cannot be opened ("
              + ForeignMessage.of(e)
              + "). Check metrics.host; set metrics.port (in code: port) to a free port, or 0 for any.");
      return null;
    }
  }

  /** Only what can be no secret in the wrong place: a numeric address, or the default. */
  private static String shown(String host) {
    boolean isNumeric = host.length() <= 39 && host.matches("[0-9a-fA-F]*[.:][0-9a-fA-F.:]*");
    return isNumeric || host.equals("localhost") ? host : "metrics.host";
  }

  void record(ReadableSpan span) {
    try {
      recorder.record(span);
    } catch (Throwable e) { // LinkageError included: nothing of ours may break a span's end
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
          "A span could not be counted; fanlight_metrics_failed_spans_total says how many more"
              + " there are.",
          ForeignMessage.loggable(e));
    } catch (Throwable ignored) {
      // a log handler of the application's that throws must not reach span.end() either
    }
  }

  boolean push() {
    if (pushgateway == null) {
      return false;
    }
    try {
      pushgateway.push(registry.getPrometheusRegistry());
      return true;
    } catch (IOException | RuntimeException e) {
      logger.warning("The Pushgateway did not take the metrics: "
          + ForeignMessage.of(e)
          + " from "
          + pushgateway
          + ". Check metrics.pushgateway.");
      return false;
    }
  }

  /** Returns a result that is complete when the push has ended; it succeeds if there is no gateway. */
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
    Thread thread =
        new Thread(pushing, "fanlight-metrics-push"); // ends with the push: four seconds at most
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

  /** In reverse order of the constructor; once. */
  @Override
  public void close() {
    if (!isClosed.compareAndSet(false, true)) {
      return;
    }
    push();
    if (server != null) {
      server.close();
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
