/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.telemetry;

import dev.fanlight.exporters.internal.send.RequestTimes;
import dev.fanlight.exporters.internal.transport.Exchange;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The time of each request under the SDK's name {@code otel.sdk.exporter.operation.duration}; sum and count only. */
final class OperationDuration implements RequestTimes {

  private static final AttributeKey<Long> HTTP = AttributeKey.longKey("http.response.status_code");
  private static final AttributeKey<String> RPC =
      AttributeKey.stringKey("rpc.response.status_code");

  private final DoubleHistogram seconds;

  OperationDuration(Meter meter) {
    seconds = meter
        .histogramBuilder("otel.sdk.exporter.operation.duration")
        .setUnit("s")
        .setDescription("How long requests to a vendor took, each attempt by itself.")
        .setExplicitBucketBoundariesAdvice(List.of())
        .build();
  }

  @Override
  public void ended(String vendor, @Nullable URI endpoint, Exchange exchange, long nanos) {
    record(nanos, attributes(vendor, endpoint, exchange));
  }

  @Override
  public void clientEnded(String vendor, String error, long nanos) {
    AttributesBuilder attributes = VendorAttributes.unplaced(vendor).toBuilder();
    if (!error.isEmpty()) {
      attributes.put(SelfMetrics.ERROR, error);
    }
    record(nanos, attributes.build());
  }

  private void record(long nanos, Attributes attributes) {
    try {
      seconds.record(nanos / 1e9, attributes);
    } catch (RuntimeException | Error ignored) {
      // the application's meter provider; a request that arrived must not be taken for failed
    }
  }

  private static Attributes attributes(String vendor, @Nullable URI endpoint, Exchange exchange) {
    AttributesBuilder attributes = (endpoint == null
            ? VendorAttributes.unplaced(vendor)
            : VendorAttributes.of(vendor, endpoint))
        .toBuilder();
    if (exchange instanceof Exchange.Answer answer) {
      answered(answer, attributes);
    } else if (exchange instanceof Exchange.Failure failure) {
      attributes.put(SelfMetrics.ERROR, failure.cause().name().toLowerCase(Locale.ROOT));
    }
    return attributes.build();
  }

  private static void answered(Exchange.Answer answer, AttributesBuilder attributes) {
    String grpcStatus = answer.grpcStatus().toUpperCase(Locale.ROOT);
    String status = grpcStatus.isEmpty() ? String.valueOf(answer.status()) : grpcStatus;
    if (grpcStatus.isEmpty()) {
      attributes.put(HTTP, (long) answer.status());
    } else {
      attributes.put(RPC, grpcStatus);
    }
    if (answer.status() / 100 != 2) {
      attributes.put(SelfMetrics.ERROR, status);
    }
  }
}
