/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The extension in OpenTelemetry's Java agent, each test with a process of its own. */
@NullMarked
package dev.fanlight.agent;

import org.jspecify.annotations.NullMarked;
