/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Tests of the starter that run with every generation of Spring Boot. */
@NullMarked
package dev.fanlight.boot;

import org.jspecify.annotations.NullMarked;
