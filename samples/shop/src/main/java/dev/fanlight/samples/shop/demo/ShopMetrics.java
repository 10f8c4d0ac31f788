/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The metrics of the three services. Counts of a process that was replaced go on in those of its successor, as a
 * Prometheus would sum them. Any thread.
 */
final class ShopMetrics {
  private final DemoHttpClient http;
  private final ProcessPorts place;

  @GuardedBy("this") private final List<MetricSample> ofReplaced = new ArrayList<>();

  ShopMetrics(DemoHttpClient http, ProcessPorts place) {
    this.http = http;
    this.place = place;
  }

  MetricsSnapshot scrape() throws IOException {
    MetricsSnapshot now = MetricsSnapshot.scrape(http, pages());
    List<MetricSample> all = new ArrayList<>(now.samples());
    synchronized (this) {
      all.addAll(ofReplaced);
    }
    return new MetricsSnapshot(all);
  }

  /** Returns the metrics of the backend alone, without those of its predecessors. */
  MetricsSnapshot ofBackend() throws IOException {
    return MetricsSnapshot.scrape(http, List.of(place.backend().metricsPage()));
  }

  /**
   * Keeps the counts of the backend, which is about to be replaced and has no more requests. The successor goes on
   * with the ledgers of the vendors in the file, from the disk, and knows no other vendor.
   *
   * @param vendors names of the vendors in the file
   */
  void keepBackend(MetricsSnapshot last, Set<String> vendors) {
    List<MetricSample> kept = last.samples().stream()
        .filter(sample -> sample.name().startsWith("traces_")
            || (sample.name().startsWith("fanlight_spans_")
                && !vendors.contains(sample.label("vendor"))))
        .toList();
    synchronized (this) {
      ofReplaced.addAll(kept);
    }
  }

  /** Returns the addresses of the services' metrics. */
  List<URI> pages() {
    return List.of(
        place.frontend().metricsPage(),
        place.backend().metricsPage(),
        place.account().metricsPage());
  }
}
