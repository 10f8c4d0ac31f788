/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.autoconfigure;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The advice of a start under autoconfiguration about the SDK's own settings. */
final class StartAdvice {

  static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");

  private StartAdvice() {}

  /** Vendors cannot tell applications without a name apart. */
  static Optional<String> onServiceName(@Nullable String name) {
    return name == null || name.startsWith("unknown_service")
        ? Optional.of(
            "service.name is not set: vendors will show this application as unknown_service;"
                + " set OTEL_SERVICE_NAME or -Dotel.service.name")
        : Optional.empty();
  }

  /**
   * On default exporters that cannot send.
   *
   * @param signals of these exporters; may be empty
   */
  static Optional<String> onAbsentExporter(List<String> signals) {
    return signals.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "OpenTelemetry's OTLP exporter is not on the class path, or has no sender, so the SDK exports no "
                + String.join(" and no ", signals)
                + "; add io.opentelemetry:opentelemetry-exporter-otlp if it should. Spans go to the vendors all the same.");
  }

  /**
   * On the exporter that the SDK would have used.
   *
   * @param isKept true if the user asked for it in addition to Fanlight
   * @param unused the names of {@code OTEL_EXPORTER_OTLP_*} that are set and have no effect
   */
  static Optional<String> onStockExporter(boolean isKept, List<String> unused) {
    if (isKept) {
      return Optional.of(
          "otel.traces.exporter=otlp keeps the SDK's own exporter on besides Fanlight: a vendor that both send to gets"
              + " every span twice");
    }
    return unused.isEmpty()
        ? Optional.empty()
        : Optional.of(String.join(", ", unused)
            + (unused.size() == 1 ? " is" : " are")
            + " set, and no vendor of the file uses " + (unused.size() == 1 ? "it" : "them")
            + "; a vendor of `type: otlp` without endpoint and headers does. Fanlight sets otel.traces.exporter=none where"
            + " it is not set; otel.traces.exporter=otlp makes the SDK export as well");
  }
}
