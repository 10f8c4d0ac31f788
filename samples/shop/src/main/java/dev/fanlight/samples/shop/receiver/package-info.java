/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** A vendor for the demo: takes OTLP over HTTP, returns the decoded spans, and hangs on request. */
@NullMarked
package dev.fanlight.samples.shop.receiver;

import org.jspecify.annotations.NullMarked;
