/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The relay: spans of processes that are not on the JVM, through the same fan-out. */
@NullMarked
package dev.fanlight.relay;

import org.jspecify.annotations.NullMarked;
