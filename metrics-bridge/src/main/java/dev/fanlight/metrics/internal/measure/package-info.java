/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Reads spans: which spans a metric measures, and the values of its labels. Internal, without compatibility promises.
 *
 * <p>{@code SpanRecorder} passes each ended span to every measure. {@code SemconvMetric} has the semantic conventions' metrics
 * as data, {@code ServiceGraph} the labels of calls between services, {@code NetworkPhases} the labels of phases of a call,
 * {@code SpanSize} the size of a span in OTLP.
 */
@NullMarked
package dev.fanlight.metrics.internal.measure;

import org.jspecify.annotations.NullMarked;
