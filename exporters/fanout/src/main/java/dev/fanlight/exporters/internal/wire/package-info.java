/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The OTLP encoder and decoder, slicing and joining of messages, compression, and the reading of responses. Internal: no
 * compatibility promise.
 */
@NullMarked
package dev.fanlight.exporters.internal.wire;

import org.jspecify.annotations.NullMarked;
