/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.series;

import io.opentelemetry.api.trace.SpanContext;

/**
 * A measured span that is the exemplar of its bucket.
 *
 * @param span context with the trace id and span id
 * @param nanos duration of the span
 * @param endEpochNanos end time of the span
 */
public record ExemplarSample(SpanContext span, long nanos, long endEpochNanos) {}
