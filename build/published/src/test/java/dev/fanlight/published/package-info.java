/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Checks of the published artifacts, after all of them were built. */
@NullMarked
package dev.fanlight.published;

import org.jspecify.annotations.NullMarked;
