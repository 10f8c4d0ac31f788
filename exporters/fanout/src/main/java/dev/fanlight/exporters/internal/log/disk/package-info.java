/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The log in files: what was appended survives the process. Promises nothing to users. */
@NullMarked
package dev.fanlight.exporters.internal.log.disk;

import org.jspecify.annotations.NullMarked;
