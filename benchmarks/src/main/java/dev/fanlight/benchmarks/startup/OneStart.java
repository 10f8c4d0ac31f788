/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.startup;

import dev.fanlight.benchmarks.ProcessCpu;
import dev.fanlight.exporters.Fanlight;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Logger;

/**
 * The start of an application in this JVM, measured once.
 *
 * <p>Before the clock starts, it has ended a span and written a line through the JDK's logging, as every application with
 * an SDK and a log has, and nothing else. What measures CPU and classes is loaded after the clock has stopped, for it
 * would warm up what it measures.
 */
final class OneStart {

  private static final long AFTERWARDS = TimeUnit.MILLISECONDS.toNanos(500);

  private OneStart() {}

  /** With {@code stock} and a number of vendors, {@code fanlight} and a file, or {@code nothing}. */
  public static void main(String[] arguments) {
    SdkTracerProvider provider = SdkTracerProvider.builder().build();
    provider.get("warm").spanBuilder("one").startSpan().end();
    Logger.getLogger("").info("an application that logs");
    String what = arguments[0];
    Path file = what.equals("fanlight") ? Path.of(arguments[1]) : null;
    int vendors = what.equals("stock") ? Integer.parseInt(arguments[1]) : 0;

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

  private static SpanProcessor stock() {
    OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
        .setEndpoint("http://127.0.0.1:9/v1/traces")
        .build();
    return BatchSpanProcessor.builder(exporter).build();
  }
}
