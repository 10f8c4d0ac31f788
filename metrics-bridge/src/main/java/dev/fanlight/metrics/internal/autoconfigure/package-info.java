/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The sampler that records every span, for an SDK that configures itself, the Java agent included. Internal, without compatibility promises.
 */
@NullMarked
package dev.fanlight.metrics.internal.autoconfigure;

import org.jspecify.annotations.NullMarked;
