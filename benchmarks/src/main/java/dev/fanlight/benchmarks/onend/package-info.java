/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The cost of ending a span to the application's thread. */
@NullMarked
package dev.fanlight.benchmarks.onend;

import org.jspecify.annotations.NullMarked;
