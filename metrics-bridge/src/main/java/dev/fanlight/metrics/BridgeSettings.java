/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

import dev.fanlight.metrics.internal.endpoint.EndpointSettings;
import dev.fanlight.metrics.internal.endpoint.PushgatewayClient;
import dev.fanlight.metrics.internal.endpoint.SharedEndpoint;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.sdk.common.Clock;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one bridge.
 *
 * @param metrics settings of the metrics drawn from spans
 * @param endpoint settings of the endpoint; null if no port is opened
 * @param shared pages that the endpoint serves beside the metrics
 * @param acceptsClearTextLogin whether basic auth without TLS beyond loopback is accepted without a warning
 * @param isInKubernetes whether the process runs in a pod
 * @param registry registry of the application; null for a registry of the bridge
 * @param pushgateway Pushgateway to push to; null for no push
 * @param others additional sources of metrics, read at each scrape
 * @param clock clock for expiry, delays and timestamps
 */
record BridgeSettings(
    SpanMetricSettings metrics,
    @Nullable EndpointSettings endpoint,
    SharedEndpoint shared,
    boolean acceptsClearTextLogin,
    boolean isInKubernetes,
    @Nullable PrometheusMeterRegistry registry,
    @Nullable PushgatewayClient pushgateway,
    List<Supplier<List<MetricSnapshot>>> others,
    Clock clock) {

  BridgeSettings {
    others = List.copyOf(others);
  }

  /** Tells whether user and password can be read on the network, and the application has not accepted that. */
  boolean warnsOfClearTextLogin() {
    return endpoint != null
        && endpoint.auth() != null
        && endpoint.tls() == null
        && !acceptsClearTextLogin;
  }
}
