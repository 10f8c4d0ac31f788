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

/** The SDK's default exporters, as far as they are switched off where nobody chose one. */
final class StockExporters {

  /*
   * Traces: Fanlight exports them. Metrics and logs: the SDK's default is OTLP, and the exporter is on the class path because
   * the fan-out encodes with it; but the fan-out needs no sender and brings none, and without a sender the SDK does not start.
   */

  static final String TRACES = "otel.traces.exporter";
  private static final String NONE = "none";

  /** By name: an SDK that is too old has no such classes, and is to be told so in a sentence. */
  private static final String SERVICES = "META-INF/services/io.opentelemetry.sdk.common.export.";

  private final ConfigProperties config;
  private final ClassLoader[] classPaths;

  /**
   * The exporters of a configuration.
   *
   * @param classPaths where the SDK may find senders
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
    for (String signal : withoutSender()) {
      properties.put(exporter(signal), NONE);
    }
    return properties;
  }

  /** The signals that the SDK's default exporter could not send. */
  List<String> withoutSender() {
    List<String> signals = new ArrayList<>();
    for (String signal : List.of("metrics", "logs")) {
      if (config.getString(exporter(signal)) == null && !hasSender(protocol(signal))) {
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

  private boolean hasSender(String protocol) {
    String provider = protocol.equals("grpc") ? "GrpcSenderProvider" : "HttpSenderProvider";
    for (ClassLoader classPath : classPaths) {
      if (classPath.getResource(SERVICES + provider) != null) {
        return true;
      }
    }
    return false;
  }
}
