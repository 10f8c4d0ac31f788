/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The section {@code source} of the file. Internal: no compatibility promise. */
@NullMarked
package dev.fanlight.relay.internal.section;

import org.jspecify.annotations.NullMarked;
