/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The throughput of writing and reading the log on disk, beside the disk itself. */
@NullMarked
package dev.fanlight.benchmarks.disk;

import org.jspecify.annotations.NullMarked;
