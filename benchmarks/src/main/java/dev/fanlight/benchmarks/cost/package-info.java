/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The cost of the fan-out to a whole process, beside the cost of the SDK's own processors and exporters. */
@NullMarked
package dev.fanlight.benchmarks.cost;

import org.jspecify.annotations.NullMarked;
