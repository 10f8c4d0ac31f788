/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Converts the application's own OpenTelemetry meters to Prometheus metrics, by OpenTelemetry's compatibility specification.
 * Internal, without compatibility promises.
 */
@NullMarked
package dev.fanlight.metrics.internal.meters;

import org.jspecify.annotations.NullMarked;
