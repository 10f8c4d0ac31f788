/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** The {@code fanlight.yaml} of one service. */
record FanlightConfig(Path file, URI zipkin, int metrics, Path buffer) {

  /* The six seconds of a connect timeout stand alone between two bounds; 400 ms is a bound of the recording rules. */
  private static final String BOUNDS =
      "[5ms, 10ms, 25ms, 50ms, 100ms, 200ms, 400ms, 1s, 2s, 4s, 8s]";

  /**
   * Writes it whole, or not at all: the service reads it whenever it changes.
   *
   * @param otlp name of the second vendor
   * @param key the key that the vendor gets
   */
  void write(String otlp, URI endpoint, String key) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.addAll(List.of("vendors:", "  zipkin:", "    endpoint: " + zipkin));
    lines.addAll(List.of("  " + otlp + ":", "    type: otlp", "    endpoint: " + endpoint));
    lines.add("    headers: {x-api-key: " + key + "}");
    lines.addAll(List.of("buffer:", "  disk: {path: '" + buffer + "'}"));
    lines.addAll(List.of("metrics:", "  port: " + metrics, "  dimensions: [error.type]"));
    lines.addAll(List.of("  buckets:", "    traces_span_metrics_duration_seconds: " + BOUNDS));
    lines.add("    traces_service_graph_request_seconds: " + BOUNDS);
    lines.addAll(List.of("status: {}", ""));
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(fresh, String.join("\n", lines));
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
