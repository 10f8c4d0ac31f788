/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * YAML documents as trees in which each value has its location, and problems at such locations. Internal: no compatibility
 * promise.
 *
 * <p>A document is parsed within limits of size, depth and number of values; an alias counts each time. The package knows no
 * key, no type and no reference: a scalar is its text. A reading is confined to one thread; values and problems are immutable.
 */
@NullMarked
package dev.fanlight.exporters.internal.config.yaml;

import org.jspecify.annotations.NullMarked;
