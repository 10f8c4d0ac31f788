/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Conversion of values of the application to plain JSON values, at one moment. Internal: no compatibility promise.
 *
 * <p>A plain value is a {@link String}, {@link Long}, {@link Double}, {@link java.math.BigDecimal}, {@link Boolean}, {@link
 * dev.fanlight.logback.internal.value.NumberText}, null, or a {@link java.util.Map} or {@link java.util.List} of plain
 * values that the application cannot change. Maps, collections and arrays keep their shape; any other object is its {@code
 * toString()}, at any depth.
 *
 * <p>Only structured arguments and markers of logstash-logback-encoder, and JSON nodes, need Jackson. If the class path has
 * no usable Jackson, each of these values is replaced by {@code <failed: …>}, and one warning names the cure.
 *
 * <p>{@link dev.fanlight.logback.internal.value.PlainValues} converts. {@link
 * dev.fanlight.logback.internal.value.JacksonAdapter} is the only door to Jackson. Bounds: 32 levels, 65,536 characters
 * for each value, 262,144 characters for the JSON of one argument or marker. A {@code toString()}, getter or iterator that
 * throws costs one element and is not rethrown. All code runs on the calling thread.
 */
@NullMarked
package dev.fanlight.logback.internal.value;

import org.jspecify.annotations.NullMarked;
