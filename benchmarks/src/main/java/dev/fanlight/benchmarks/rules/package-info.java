/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The cost of the redaction of texts. */
@NullMarked
package dev.fanlight.benchmarks.rules;

import org.jspecify.annotations.NullMarked;
