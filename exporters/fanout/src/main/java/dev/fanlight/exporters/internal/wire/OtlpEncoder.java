/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import dev.fanlight.exporters.spi.EncodedBatch;
import dev.fanlight.exporters.spi.WireFormat;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Spans to OTLP bytes; one thread. */
final class OtlpEncoder implements WireFormat.Encoder {

  /*
   * The SDK has no public marshaller, but its exporter takes its HTTP sender from a ComponentLoader. We give it one that
   * keeps the bytes: every field comes out exactly as the stock exporter would send it, on whatever SDK is there, by
   * public API alone (stable since SDK 1.59). The exporter owns no thread and opens no connection this way.
   *
   * From SDK 1.67 on it refuses messages over 64 MiB before the sender sees them; no request is ever that large, but a
   * batch of monstrous spans might be before it is sliced, so it is encoded in halves: two messages one after the other
   * are one.
   *
   * The exporter is made with the first batch, on the batcher's thread: its classes are a tenth of the time that a start
   * takes, and the application waits for the start.
   */
  private final CapturedMessage captured = new CapturedMessage();
  private @Nullable OtlpHttpSpanExporter exporter;

  private OtlpHttpSpanExporter exporter() {
    if (exporter == null) {
      exporter = OtlpHttpSpanExporter.builder()
          .setComponentLoader(only(HttpSenderProvider.class, config -> captured))
          .setMeterProvider(MeterProvider.noop()) // the lanes count; this "export" is none
          .setMemoryMode(MemoryMode.REUSABLE_DATA)
          .build();
    }
    return exporter;
  }

  private static <S> ComponentLoader only(Class<S> service, S instance) {
    return new ComponentLoader() {
      @Override
      public <T> Iterable<T> load(Class<T> wanted) {
        return wanted == service ? List.of(wanted.cast(instance)) : List.of();
      }
    };
  }

  @Override
  public EncodedBatch encode(Collection<SpanData> spans) {
    CompletableResultCode result = exporter().export(spans);
    byte[] message = captured.take();
    if (message != null && result.isSuccess()) {
      return new EncodedBatch(message, spans.size());
    }
    if (spans.size() < 2) {
      throw new IllegalArgumentException(
          "one span does not encode as OTLP, most likely because it is larger than the SDK takes",
          result.getFailureThrowable());
    }
    List<SpanData> list = new ArrayList<>(spans);
    int half = list.size() / 2;
    return EncodedBatches.concatenated(
        List.of(encode(list.subList(0, half)), encode(list.subList(half, list.size()))));
  }
}
