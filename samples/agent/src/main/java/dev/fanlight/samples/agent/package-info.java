/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** A web application that OpenTelemetry's Java agent traces: no line of Java is about tracing. */
@NullMarked
package dev.fanlight.samples.agent;

import org.jspecify.annotations.NullMarked;
