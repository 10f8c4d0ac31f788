/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

/**
 * The names under which span metrics are shown. Several may be on at once; spans are counted once.
 *
 * @since 0.1.0
 */
public enum MetricDialect {
  /**
   * The Collector's {@code span_metrics} connector in seconds: {@code traces_span_metrics_calls_total},
   * {@code traces_span_metrics_duration_seconds}. What Grafana Cloud's application view expects.
   */
  OTEL,
  /**
   * The same in milliseconds, the connector's own default: {@code
   * traces_span_metrics_duration_milliseconds}. What Jaeger's monitoring tab expects.
   */
  OTEL_MILLISECONDS,
  /**
   * Tempo's metrics generator: {@code traces_spanmetrics_calls_total}, {@code
   * traces_spanmetrics_latency}. What Grafana's Tempo data source expects.
   */
  TEMPO,
  /**
   * OpenTelemetry's semantic conventions: {@code http_server_request_duration_seconds} and its
   * siblings for HTTP clients, databases, RPC and messaging, with their standard attributes.
   */
  SEMCONV
}
