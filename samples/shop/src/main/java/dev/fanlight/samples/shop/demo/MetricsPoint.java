/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The counts that the page draws, at one time, from the services' {@code /metrics}.
 *
 * @param atMillis time of the scrape
 * @param logins buckets of the duration of logins, cumulative, by their upper bound in seconds
 * @param causes failed session transfers by cause
 * @param calls calls between services
 */
record MetricsPoint(
    long atMillis,
    SortedMap<Double, Double> logins,
    Map<String, Double> causes,
    SortedMap<String, Calls> calls) {
  private static final String DURATION = "traces_span_metrics_duration_seconds_bucket";
  private static final String GRAPH = "traces_service_graph_request_";

  /**
   * The calls of one service to another.
   *
   * @param buckets buckets of their duration as the caller, or a server without a caller, measured it
   */
  record Calls(
      String client,
      String server,
      double total,
      double failed,
      SortedMap<Double, Double> buckets) {

    private Calls plus(double calls, double failures) {
      return new Calls(client, server, total + calls, failed + failures, buckets);
    }
  }

  static MetricsPoint of(long atMillis, MetricsSnapshot metrics) {
    var point = new MetricsPoint(atMillis, new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    for (MetricSample sample : metrics.samples()) {
      if (sample.name().equals(DURATION)) {
        point.addLogin(sample);
      } else if (sample.name().startsWith(GRAPH)) {
        point.addCalls(sample);
      }
    }
    CauseCounter failures = metrics.causes();
    for (FailureCause cause : FailureCause.values()) {
      point.causes.put(cause.key(), (double) failures.of(cause));
    }
    return point;
  }

  private void addLogin(MetricSample sample) {
    if (sample.label("service_name").equals("frontend")
        && sample.label("span_kind").equals("SPAN_KIND_SERVER")) {
      add(logins, sample);
    }
  }

  private void addCalls(MetricSample sample) {
    String client = sample.label("client");
    String server = sample.label("server");
    Calls edge = calls.computeIfAbsent(
        client + " " + server, key -> new Calls(client, server, 0, 0, new TreeMap<>()));
    boolean isMeasuredByServer = client.equals("user");
    switch (sample.name().substring(GRAPH.length())) {
      case "total" -> calls.put(client + " " + server, edge.plus(sample.value(), 0));
      case "failed_total" -> calls.put(client + " " + server, edge.plus(0, sample.value()));
      case "server_seconds_bucket" -> {
        if (isMeasuredByServer) {
          add(edge.buckets(), sample);
        }
      }
      case "client_seconds_bucket" -> {
        if (!isMeasuredByServer) {
          add(edge.buckets(), sample);
        }
      }
      default -> {}
    }
  }

  private static void add(SortedMap<Double, Double> buckets, MetricSample sample) {
    double bound = Double.parseDouble(sample.label("le").replace("+Inf", "Infinity"));
    buckets.merge(bound, sample.value(), Double::sum);
  }
}
