/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Files that other programs write: read whole, within bounds, and only if they are regular files. */
@NullMarked
package dev.fanlight.exporters.internal.files;

import org.jspecify.annotations.NullMarked;
