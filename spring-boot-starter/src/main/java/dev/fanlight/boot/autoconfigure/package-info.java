/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The auto-configurations of the starter. Spring Boot finds them by their names in {@code META-INF/spring}; no
 * application calls them.
 *
 * <p>One artifact serves Spring Boot 3.5 and 4. Classes that moved between them are named by strings, or stand in a
 * configuration of their own that is loaded if its generation is there.
 */
@NullMarked
package dev.fanlight.boot.autoconfigure;

import org.jspecify.annotations.NullMarked;
