/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.autoconfigure;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The SDK's default exporters, and the settings that turn them off unless the user chose one. */
final class StockExporters {

  /*
   * Traces: Fanlight exports them. Metrics and logs: the SDK's default is OTLP, and the SDK does not start if the exporter or
   * its sender is not on the class path. An application that has Fanlight alone has neither.
   */

  static final String TRACES = "otel.traces.exporter";
  private static final String NONE = "none";

  private static final String EXPORTERS = "io/opentelemetry/exporter/otlp/http/";
  private static final String SERVICES = "META-INF/services/";

  /** The packages of the providers of senders, since SDK 1.59 and before. */
  private static final List<String> GRPC_SENDERS = List.of(
      SERVICES + "io.opentelemetry.sdk.common.export.GrpcSenderProvider",
      SERVICES + "io.opentelemetry.exporter.internal.grpc.GrpcSenderProvider");

  private static final List<String> HTTP_SENDERS = List.of(
      SERVICES + "io.opentelemetry.sdk.common.export.HttpSenderProvider",
      SERVICES + "io.opentelemetry.exporter.internal.http.HttpSenderProvider");

  private final ConfigProperties config;
  private final ClassLoader[] classPaths;

  /**
   * The exporters of a configuration.
   *
   * @param classPaths where the SDK may find exporters and senders
   */
  StockExporters(ConfigProperties config, ClassLoader... classPaths) {
    this.config = config;
    this.classPaths = classPaths.clone();
  }

  /** The properties that switch the exporters off. */
  Map<String, String> switchedOff() {
    Map<String, String> properties = new HashMap<>();
    if (config.getString(TRACES) == null) {
      properties.put(TRACES, NONE);
    }
    for (String signal : unavailable()) {
      properties.put(exporter(signal), NONE);
    }
    return properties;
  }

  /** Returns the signals that the SDK's default exporter cannot send. */
  List<String> unavailable() {
    List<String> signals = new ArrayList<>();
    for (String signal : List.of("metrics", "logs")) {
      if (config.getString(exporter(signal)) == null && !isAvailable(signal)) {
        signals.add(signal);
      }
    }
    return signals;
  }

  private static String exporter(String signal) {
    return "otel." + signal + ".exporter";
  }

  private String protocol(String signal) {
    String ofAll = config.getString("otel.exporter.otlp.protocol", "grpc");
    return config.getString("otel.exporter.otlp." + signal + ".protocol", ofAll);
  }

  private boolean isAvailable(String signal) {
    String exporter = signal.equals("metrics")
        ? EXPORTERS + "metrics/OtlpHttpMetricExporter.class"
        : EXPORTERS + "logs/OtlpHttpLogRecordExporter.class";
    return hasAny(List.of(exporter))
        && hasAny(protocol(signal).equals("grpc") ? GRPC_SENDERS : HTTP_SENDERS);
  }

  private boolean hasAny(List<String> resources) {
    for (String resource : resources) {
      for (ClassLoader classPath : classPaths) {
        if (classPath.getResource(resource) != null) {
          return true;
        }
      }
    }
    return false;
  }
}
