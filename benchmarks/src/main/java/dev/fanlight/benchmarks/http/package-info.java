/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The cost of one POST with each HTTP client that Fanlight could use. */
@NullMarked
package dev.fanlight.benchmarks.http;

import org.jspecify.annotations.NullMarked;
