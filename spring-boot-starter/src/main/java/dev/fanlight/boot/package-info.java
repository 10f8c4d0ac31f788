/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Fanlight in Spring Boot: the classes that an application may name in its settings. */
@NullMarked
package dev.fanlight.boot;

import org.jspecify.annotations.NullMarked;
