/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** The cost of counting spans. */
@NullMarked
package dev.fanlight.benchmarks.metrics;

import org.jspecify.annotations.NullMarked;
