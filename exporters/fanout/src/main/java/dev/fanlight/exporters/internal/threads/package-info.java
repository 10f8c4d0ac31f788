/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Our own threads, known by their class. Internal: no compatibility promise. */
@NullMarked
package dev.fanlight.exporters.internal.threads;

import org.jspecify.annotations.NullMarked;
