/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Logging from virtual threads beside logging from platform threads.
 *
 * <p>{@link dev.fanlight.benchmarks.threads.ThreadComparison} starts one process for each logback configuration. Each process
 * alternates between the two kinds of threads; the processes take turns, so that other load on the machine affects all of
 * them. The log lines go to the null device.
 */
@NullMarked
package dev.fanlight.benchmarks.threads;

import org.jspecify.annotations.NullMarked;
