/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The application of the tests. */
@NullMarked
package dev.fanlight.boot.app;

import org.jspecify.annotations.NullMarked;
