/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The log in files: appended records survive the process. Internal: no compatibility promise. */
@NullMarked
package dev.fanlight.exporters.internal.log.disk;

import org.jspecify.annotations.NullMarked;
