/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** The SDK's own exporter with a sender that keeps the bytes. */
final class StockEncoder implements AutoCloseable {

  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private final OtlpHttpSpanExporter exporter;

  StockEncoder(MemoryMode mode) {
    HttpSenderProvider provider = config -> new KeepingSender();
    exporter = OtlpHttpSpanExporter.builder()
        .setComponentLoader(new ComponentLoader() {
          @Override
          public <T> Iterable<T> load(Class<T> service) {
            return service == HttpSenderProvider.class
                ? List.of(service.cast(provider))
                : List.of();
          }
        })
        .setMeterProvider(MeterProvider.noop())
        .setMemoryMode(mode)
        .build();
  }

  byte[] encode(Collection<SpanData> spans) {
    message.reset();
    if (!exporter.export(spans).isSuccess()) {
      throw new IllegalStateException("the stock exporter does not encode these spans");
    }
    return message.toByteArray();
  }

  @Override
  public void close() {
    exporter.close();
  }

  private final class KeepingSender implements HttpSender {
    @Override
    public void send(
        MessageWriter writer, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
      try {
        writer.writeMessage(message);
      } catch (IOException e) {
        onError.accept(e);
        return;
      }
      onResponse.accept(new Ok());
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  private static final class Ok implements HttpResponse {
    @Override
    public int getStatusCode() {
      return 200;
    }

    @Override
    public String getStatusMessage() {
      return "";
    }

    @Override
    public byte[] getResponseBody() {
      return new byte[0];
    }
  }
}
