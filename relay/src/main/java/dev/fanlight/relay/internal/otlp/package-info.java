/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** OTLP over HTTP: messages to spans, and receipts to responses. Internal: no compatibility promise. */
@NullMarked
package dev.fanlight.relay.internal.otlp;

import org.jspecify.annotations.NullMarked;
