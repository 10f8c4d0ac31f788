/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Shows series as Prometheus metrics with the names that dashboards query. Internal, without compatibility promises.
 *
 * <p>{@code MetricNames} has the name of each metric drawn from spans, {@code MetricFamilyFactory} its help text, unit and
 * labels. {@code BridgeCollector} creates all metrics at a scrape. Two metrics never occupy the same name: metrics of the
 * application come first, then families drawn from spans, then the other sources in their order; an omitted metric is
 * logged once ({@code OmittedMetrics}). A failing source omits its own metrics only.
 */
@NullMarked
package dev.fanlight.metrics.internal.exposition;

import org.jspecify.annotations.NullMarked;
