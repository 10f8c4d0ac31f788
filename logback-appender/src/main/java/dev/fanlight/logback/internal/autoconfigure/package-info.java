/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The customizer for an SDK that configures itself. Internal: no compatibility promise.
 */
@NullMarked
package dev.fanlight.logback.internal.autoconfigure;

import org.jspecify.annotations.NullMarked;
