/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The {@code metrics} section of Fanlight's configuration file, and the metrics of the fan-out itself. The package is loaded
 * only if fanlight-exporters is on the class path. Internal, without compatibility promises.
 */
@NullMarked
package dev.fanlight.metrics.internal.section;

import org.jspecify.annotations.NullMarked;
