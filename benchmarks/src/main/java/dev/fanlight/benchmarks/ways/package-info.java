/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The cost of each way in at the start of an application: wall time, CPU, and the time to the first span at two vendors. */
@NullMarked
package dev.fanlight.benchmarks.ways;

import org.jspecify.annotations.NullMarked;
