/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Values of the application, turned into plain JSON values at one moment. Promises nothing to users.
 *
 * <p>A plain value is a {@link String}, {@link Long}, {@link Double}, {@link java.math.BigDecimal}, {@link Boolean}, {@link
 * dev.fanlight.logback.internal.value.NumberText}, null, or a {@link java.util.Map} or {@link java.util.List} of plain
 * values that belongs to the reader. Maps, collections and arrays keep their shape; any other object is its {@code
 * toString()}, wherever it stands.
 *
 * <p>Only structured arguments and markers of logstash-logback-encoder, and JSON nodes, need Jackson. If the class path has
 * none that fits, each of these values fails alone, and one warning names the cure.
 */
@NullMarked
package dev.fanlight.logback.internal.value;

import org.jspecify.annotations.NullMarked;
