/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.exposition;

/** The names of the metrics drawn from spans; a counter's name stands here without {@code _total}. */
public final class MetricNames {
  // the Collector's span_metrics connector
  static final String OTEL_CALLS = "traces_span_metrics_calls";
  static final String OTEL_EVENTS = "traces_span_metrics_events";
  static final String OTEL_SIZE = "traces_span_metrics_size_bytes";

  /** Histogram of the dialect {@code otel}. */
  public static final String OTEL_DURATION_SECONDS = "traces_span_metrics_duration_seconds";

  /** Histogram of the dialect {@code otel_milliseconds}. */
  public static final String OTEL_DURATION_MILLISECONDS =
      "traces_span_metrics_duration_milliseconds";

  // Tempo's metrics generator
  static final String TEMPO_CALLS = "traces_spanmetrics_calls";
  static final String TEMPO_SIZE = "traces_spanmetrics_size";

  /** Histogram of the dialect {@code tempo}. */
  public static final String TEMPO_LATENCY = "traces_spanmetrics_latency";

  // the service graph of Tempo and of the Collector
  static final String GRAPH_REQUESTS = "traces_service_graph_request";
  static final String GRAPH_FAILED_REQUESTS = "traces_service_graph_request_failed";
  static final String GRAPH_SERVER_SECONDS = "traces_service_graph_request_server_seconds";
  static final String GRAPH_CLIENT_SECONDS = "traces_service_graph_request_client_seconds";

  /** Key under which the buckets of both histograms of the service graph are set. */
  public static final String GRAPH_BUCKETS = "traces_service_graph_request_seconds";

  /** Histogram of the phases of outgoing calls. */
  public static final String NETWORK_PHASE_SECONDS = "fanlight_network_phase_duration_seconds";

  private MetricNames() {}
}
