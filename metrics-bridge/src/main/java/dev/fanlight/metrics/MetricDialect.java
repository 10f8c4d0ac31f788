/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

/**
 * A set of metric names under which spans are shown. Several dialects may be on at once; each span is counted once.
 *
 * @since 0.1.0
 */
public enum MetricDialect {
  /**
   * The Collector's {@code span_metrics} connector in seconds: {@code traces_span_metrics_calls_total},
   * {@code traces_span_metrics_duration_seconds}. Grafana Cloud's Application Observability queries these names.
   */
  OTEL,
  /**
   * The Collector's {@code span_metrics} connector in milliseconds, the connector's own default: {@code
   * traces_span_metrics_duration_milliseconds}. Jaeger's monitoring tab queries these names.
   */
  OTEL_MILLISECONDS,
  /**
   * Tempo's metrics generator: {@code traces_spanmetrics_calls_total}, {@code
   * traces_spanmetrics_latency}. Grafana's Tempo data source queries these names.
   */
  TEMPO,
  /**
   * OpenTelemetry's semantic conventions: {@code http_server_request_duration_seconds}, and the
   * histograms for HTTP clients, databases, RPC and messaging, with their standard attributes.
   */
  SEMCONV
}
