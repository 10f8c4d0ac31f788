/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */

@NullMarked
package dev.fanlight.metrics.internal.autoconfigure;

import org.jspecify.annotations.NullMarked;
