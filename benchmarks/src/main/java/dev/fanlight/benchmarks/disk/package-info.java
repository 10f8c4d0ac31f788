/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** How fast the log on disk is written and read, beside the disk itself. */
@NullMarked
package dev.fanlight.benchmarks.disk;

import org.jspecify.annotations.NullMarked;
