/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.ways;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.fanlight.exporters.Fanlight;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** A web application that makes one span for each request, with the SDK in code or with an SDK that configures itself. */
final class TracedService {

  private TracedService() {}

  /** Starts the service; arguments: {@code configured}, {@code stock} with an endpoint, or {@code code} with or without a file of Fanlight. */
  public static void main(String[] arguments) throws IOException {
    Tracer tracer = provider(arguments).get("benchmark");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/order", exchange -> answer(exchange, tracer));
    server.start();
    System.out.println("try http://localhost:" + server.getAddress().getPort() + "/order");
  }

  private static TracerProvider provider(String[] arguments) {
    if (arguments[0].equals("configured")) {
      return AutoConfiguredOpenTelemetrySdk.initialize().getOpenTelemetrySdk().getTracerProvider();
    }
    if (arguments[0].equals("stock")) {
      SpanExporter exporter = OtlpHttpSpanExporter.builder()
          .setEndpoint(arguments[1] + "/v1/traces")
          .build();
      return SdkTracerProvider.builder()
          .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
          .build();
    }
    return arguments.length == 1
        ? SdkTracerProvider.builder().build()
        : SdkTracerProvider.builder()
            .addSpanProcessor(Fanlight.load(Path.of(arguments[1])).spanProcessor())
            .build();
  }

  private static void answer(HttpExchange exchange, Tracer tracer) throws IOException {
    try (exchange) {
      tracer.spanBuilder("order").startSpan().end();
      exchange.sendResponseHeaders(204, -1);
    }
  }
}
