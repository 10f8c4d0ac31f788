/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Segments of a slot that could not be read.
 *
 * @param first the oldest of them
 * @param cause of the refusal of the oldest one
 */
record UnreadSegments(Path first, IOException cause, int count) {}
