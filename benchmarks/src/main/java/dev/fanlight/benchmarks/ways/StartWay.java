/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.ways;

import org.jspecify.annotations.Nullable;

/**
 * A way in: the same application without an exporter, with the SDK's own, and with Fanlight.
 *
 * @param name as the option and the table name it
 * @param without the application with its tracing, and without an exporter
 * @param stock the application with the SDK's OTLP exporter and one vendor; null if this is not measured
 * @param with the application with Fanlight and two vendors
 */
record StartWay(
    String name, ServiceLaunch without, @Nullable ServiceLaunch stock, ServiceLaunch with) {}
