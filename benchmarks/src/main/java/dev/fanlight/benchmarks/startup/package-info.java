/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The time that Fanlight adds to the start of an application. */
@NullMarked
package dev.fanlight.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
