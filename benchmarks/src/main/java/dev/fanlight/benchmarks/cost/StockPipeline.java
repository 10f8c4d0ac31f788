/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.cost;

import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** The SDK's own way: a batch processor and an OTLP exporter, gzip, per vendor. */
final class StockPipeline implements Pipeline {

  /** The SDK's own queue holds 2,048; with larger batches or no pace it would be the bottleneck. */
  private static final int QUEUE = 8_192;

  private final List<Counting> vendors = new ArrayList<>();
  private final SpanProcessor processor;

  StockPipeline(List<Integer> ports, int batchSpans) {
    List<SpanProcessor> processors = new ArrayList<>();
    for (int port : ports) {
      Counting vendor = new Counting(OtlpHttpSpanExporter.builder()
          .setEndpoint("http://127.0.0.1:" + port + "/v1/traces")
          .setCompression("gzip")
          .build());
      vendors.add(vendor);
      processors.add(BatchSpanProcessor.builder(vendor)
          .setMaxExportBatchSize(batchSpans)
          .setMaxQueueSize(QUEUE)
          .build());
    }
    processor = SpanProcessor.composite(processors);
  }

  @Override
  public SpanProcessor processor() {
    return processor;
  }

  @Override
  public long delivered() {
    return vendors.stream().mapToLong(vendor -> vendor.delivered.sum()).min().orElse(0);
  }

  @Override
  public long lost() {
    return vendors.stream().mapToLong(vendor -> vendor.failed.sum()).max().orElse(0);
  }

  @Override
  public void close() {
    processor.shutdown();
  }

  /** Counts delivered spans, batch by batch, at a cost that does not show. */
  private static final class Counting implements SpanExporter {

    private final SpanExporter exporter;
    private final LongAdder delivered = new LongAdder();
    private final LongAdder failed = new LongAdder();

    Counting(SpanExporter exporter) {
      this.exporter = exporter;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      int count = spans.size();
      CompletableResultCode result = exporter.export(spans);
      return result.whenComplete(() -> (result.isSuccess() ? delivered : failed).add(count));
    }

    @Override
    public CompletableResultCode flush() {
      return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
      return exporter.shutdown();
    }
  }
}
