/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The interfaces of plugins: vendor types, wire formats, sections of the file. */
@NullMarked
package dev.fanlight.exporters.spi;

import org.jspecify.annotations.NullMarked;
