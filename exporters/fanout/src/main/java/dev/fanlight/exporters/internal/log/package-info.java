/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Encoded batches in order, read by every lane through a cursor of its own; bytes and counts, no spans. Internal: no
 * compatibility promise.
 */
@NullMarked
package dev.fanlight.exporters.internal.log;

import org.jspecify.annotations.NullMarked;
