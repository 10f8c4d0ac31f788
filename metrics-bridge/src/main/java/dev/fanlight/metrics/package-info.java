/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Prometheus metrics from spans, exact at every sampling rate. {@link dev.fanlight.metrics.MetricsBridge} and its builder
 * are the public API.
 *
 * <p><b>Way of a span.</b> {@code MetricsBridge.onEnd} → {@code BridgeRuntime.record} → {@code SpanRecorder} → one {@code
 * SpanMeasure} per independent set of labels → {@code SeriesTable} → {@code Series}, all on the application's thread, without
 * a lock for labels that are known. An error is counted in {@code fanlight_metrics_failed_spans_total} and never reaches
 * {@code span.end()}.
 *
 * <p><b>Way of a scrape.</b> {@code MetricsServer}, or the endpoint of the application's registry → {@code BridgeCollector} →
 * one snapshot per series → {@code MetricFamily}, which gives it the names of a dialect.
 *
 * <p><b>Parts.</b>
 *
 * <ul>
 *   <li>{@code MetricsBridgeBuilder} checks settings and creates {@code BridgeSettings}.
 *   <li>{@code MetricDefinitions} decides which measures and families exist under the settings.
 *   <li>{@code BridgeRuntime} owns the parts that have to be closed: endpoint, JVM metrics, registry.
 * </ul>
 *
 * <p><b>Packages.</b> {@code series} counts, {@code measure} reads spans, {@code exposition} names and shows, {@code meters}
 * converts OpenTelemetry meters, {@code endpoint} serves HTTP, {@code section} connects to the configuration file and the
 * fan-out, {@code autoconfigure} to an SDK that configures itself. None of them knows this package except the last two.
 */
@NullMarked
package dev.fanlight.metrics;

import org.jspecify.annotations.NullMarked;
