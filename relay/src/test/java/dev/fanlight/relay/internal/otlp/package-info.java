/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
@NullMarked
package dev.fanlight.relay.internal.otlp;

import org.jspecify.annotations.NullMarked;
