/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.startup;

import com.sun.net.httpserver.HttpServer;
import dev.fanlight.benchmarks.ProcessCpu;
import dev.fanlight.exporters.Fanlight;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Logger;

/**
 * The start of an application in this JVM, measured once.
 *
 * <p>Before the clock starts, it has ended a span and written a line through the JDK's logging, as every application with
 * an SDK and a log has; one that is {@code serving} has also answered a request. The classes that read CPU time and class
 * counts are loaded after the clock has stopped, because they would warm up the JVM.
 */
final class OneStart {

  private static final long AFTERWARDS = TimeUnit.MILLISECONDS.toNanos(500);

  private OneStart() {}

  /**
   * Measures; arguments: {@code cold} or {@code serving}, then {@code stock} and a number of vendors, {@code fanlight} and a file, or
   * {@code nothing}.
   */
  public static void main(String[] arguments) throws IOException {
    SdkTracerProvider provider = SdkTracerProvider.builder().build();
    provider.get("warm").spanBuilder("one").startSpan().end();
    Logger.getLogger("").info("an application that logs");
    if (arguments[0].equals("serving")) {
      serveOneRequest();
    }
    String what = arguments[1];
    Path file = what.equals("fanlight") ? Path.of(arguments[2]) : null;
    int vendors = what.equals("stock") ? Integer.parseInt(arguments[2]) : 0;

    long nanos = System.nanoTime();
    if (file != null) {
      Fanlight.load(file);
    }
    for (int i = 0; i < vendors; i++) {
      stock();
    }
    nanos = System.nanoTime() - nanos;

    long cpu = ProcessCpu.nanos();
    long classes = ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount();
    LockSupport.parkNanos(AFTERWARDS);
    System.out.println(nanos + " " + cpu + " " + ProcessCpu.nanos() + " " + classes);
    System.exit(0);
  }

  private static void serveOneRequest() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      exchange.sendResponseHeaders(204, -1);
      exchange.close();
    });
    server.start();
    URL url = new URL("http", "127.0.0.1", server.getAddress().getPort(), "/");
    try (InputStream nothing = url.openStream()) {
      nothing.readAllBytes();
    }
    server.stop(0);
  }

  private static SpanProcessor stock() {
    OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
        .setEndpoint("http://127.0.0.1:9/v1/traces")
        .build();
    return BatchSpanProcessor.builder(exporter).build();
  }
}
