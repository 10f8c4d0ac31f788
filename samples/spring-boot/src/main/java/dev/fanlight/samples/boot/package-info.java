/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** A web application of Spring Boot whose own tracing has the fan-out as a bean. */
@NullMarked
package dev.fanlight.samples.boot;

import org.jspecify.annotations.NullMarked;
