/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The YAML file and the vendor catalogue into settings. Internal: no compatibility promise. */
@NullMarked
package dev.fanlight.exporters.internal.config;

import org.jspecify.annotations.NullMarked;
