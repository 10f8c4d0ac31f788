/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The one stage that all vendors share: queue, batcher, views. Internal: no compatibility promise. */
@NullMarked
package dev.fanlight.exporters.internal.pipeline;

import org.jspecify.annotations.NullMarked;
