/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.cost;

import dev.fanlight.exporters.Fanlight;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Fanlight as an application sets it up: one YAML file, one processor. */
public final class FanlightPipeline implements Pipeline {

  private final Path file;
  private final Fanlight fanlight;

  /** Creates a pipeline with an OTLP vendor per port; all settings but the size of a batch are the defaults. */
  public static FanlightPipeline inMemory(List<Integer> ports, int batchSpans) throws IOException {
    return new FanlightPipeline(ports, batchSpans, "", "");
  }

  /** Creates a pipeline of vendors that filter every span, like an empty exporter. */
  public static FanlightPipeline idle(List<Integer> ports) throws IOException {
    return new FanlightPipeline(ports, 2_048, "", ", keep: {benchmark.none: [such]}");
  }

  /** Creates a pipeline with its log in a new folder on disk, which the next build's clean deletes. */
  static FanlightPipeline onDisk(List<Integer> ports, int batchSpans) throws IOException {
    Path target = Files.createDirectories(Path.of("benchmarks/target"));
    Path folder = Files.createTempDirectory(target, "log").toAbsolutePath();
    return new FanlightPipeline(
        ports, batchSpans, "buffer: {disk: {path: '" + folder + "'}}\n", "");
  }

  private FanlightPipeline(List<Integer> ports, int batchSpans, String buffer, String rules)
      throws IOException {
    StringBuilder yaml =
        new StringBuilder(buffer + "batch: {spans: " + batchSpans + "}\nvendors:\n");
    for (int i = 0; i < ports.size(); i++) {
      yaml.append("  vendor_" + i + ": {type: otlp, endpoint: 'http://127.0.0.1:" + ports.get(i))
          .append("/v1/traces'" + rules + "}\n");
    }
    file = Files.createTempFile("fanlight-benchmark", ".yaml");
    fanlight = Fanlight.load(Files.writeString(file, yaml));
  }

  @Override
  public SpanProcessor processor() {
    return fanlight.spanProcessor();
  }

  @Override
  public long delivered() {
    return fanlight.ledgerSnapshots().stream()
        .mapToLong(LedgerSnapshot::delivered)
        .min()
        .orElse(0);
  }

  @Override
  public long lost() {
    long before = fanlight.queueSnapshot().refused();
    return before
        + fanlight.ledgerSnapshots().stream()
            .mapToLong(account -> account.dropped() + account.rejected())
            .max()
            .orElse(0);
  }

  @Override
  public void close() {
    fanlight.close();
    try {
      Files.delete(file);
    } catch (IOException ignored) {
      // the folder is temporary
    }
  }
}
