/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** Cleans messages of other libraries for logs. Internal, without compatibility promises. */
@NullMarked
package dev.fanlight.metrics.internal.text;

import org.jspecify.annotations.NullMarked;
