/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** A web application of Spring Boot with {@code fanlight-spring-boot-starter}: no line of Java is about tracing. */
@NullMarked
package dev.fanlight.samples.boot;

import org.jspecify.annotations.NullMarked;
