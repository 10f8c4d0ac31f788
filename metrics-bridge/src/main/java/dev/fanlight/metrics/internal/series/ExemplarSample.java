/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.series;

import io.opentelemetry.api.trace.SpanContext;

/**
 * One measured span that stands for its bucket: an exemplar.
 *
 * @param span whose trace and span id lead to the trace
 * @param nanos its duration
 * @param endEpochNanos when it ended
 */
public record ExemplarSample(SpanContext span, long nanos, long endEpochNanos) {}
