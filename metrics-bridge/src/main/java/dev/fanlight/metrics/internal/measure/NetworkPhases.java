/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.measure;

import dev.fanlight.metrics.internal.series.Dimension;
import dev.fanlight.metrics.internal.series.DimensionFactory;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The phases of outgoing calls, recognized by the names of their spans: the spans that the Java agent creates for Netty's
 * connections, and spans with the names of Go's {@code httptrace}.
 */
public final class NetworkPhases {
  private static final Map<String, String> PHASE_BY_SPAN_NAME = Map.of(
      "RESOLVE", "dns",
      "CONNECT", "connect",
      "SSL handshake", "tls",
      "http.dns", "dns",
      "http.connect", "connect",
      "http.tls", "tls",
      "http.send", "request",
      "http.wait", "wait",
      "http.receive", "response");

  private NetworkPhases() {}

  static boolean isPhase(SpanData span) {
    return phase(span) != null;
  }

  /** Returns the labels of a phase. */
  public static List<Dimension> dimensions() {
    return List.of(
        DimensionFactory.required(
            DimensionFactory.closed("phase", "the span's name", NetworkPhases::phase)),
        DimensionFactory.resourceAttribute("service_name", "service.name"),
        DimensionFactory.attribute(
            "peer", "server.address", "network.peer.address", "net.peer.name"),
        DimensionFactory.statusCode("status_code"));
  }

  private static @Nullable Object phase(SpanData span) {
    return PHASE_BY_SPAN_NAME.get(span.getName());
  }
}
