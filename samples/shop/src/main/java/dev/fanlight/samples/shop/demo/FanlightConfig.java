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

  /** Writes it whole, or not at all: the service reads it whenever it changes. */
  void write(String otlp, URI endpoint) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.addAll(List.of("vendors:", "  zipkin:", "    endpoint: " + zipkin));
    lines.addAll(List.of("  " + otlp + ":", "    type: otlp", "    endpoint: " + endpoint));
    lines.addAll(List.of("buffer:", "  disk: {path: '" + buffer + "'}"));
    lines.addAll(List.of("metrics:", "  port: " + metrics, "  dimensions: [error.type]", ""));
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(fresh, String.join("\n", lines));
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
