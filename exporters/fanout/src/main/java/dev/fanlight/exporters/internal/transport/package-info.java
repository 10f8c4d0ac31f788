/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * HTTP/1.1 and HTTP/2 exchanges with a deadline: one request over one connection, one answer. Internal: no
 * compatibility promise.
 */
@NullMarked
package dev.fanlight.exporters.internal.transport;

import org.jspecify.annotations.NullMarked;
