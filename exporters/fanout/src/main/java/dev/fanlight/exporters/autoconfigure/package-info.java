/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The fan-out in an SDK that configures itself. The SDK finds this package by its service file; no code calls it. */
@NullMarked
package dev.fanlight.exporters.autoconfigure;

import org.jspecify.annotations.NullMarked;
