/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The {@code fanlight} command: checks a file, tries its vendors, lists what can be configured, writes a first file,
 * shows what waits on disk. */
@NullMarked
package dev.fanlight.cli;

import org.jspecify.annotations.NullMarked;
