/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Child processes, a receiver and measuring instruments that all benchmarks use. */
@NullMarked
package dev.fanlight.benchmarks;

import org.jspecify.annotations.NullMarked;
