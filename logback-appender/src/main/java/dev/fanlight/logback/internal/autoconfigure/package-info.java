/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The request log where the SDK configures itself. Promises nothing to users. */
@NullMarked
package dev.fanlight.logback.internal.autoconfigure;

import org.jspecify.annotations.NullMarked;
