/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * A builder of one JSON object on one line, in a reused buffer. Internal: no compatibility promise.
 *
 * <p>{@link dev.fanlight.logback.internal.json.JsonLine} is the door. It appends to one byte array: no tree, no second
 * copy. {@code ObjectNesting} tracks the open objects and writes braces and commas. {@code JsonStringWriter} masks and
 * escapes a string, with {@code StringEscaper}. {@code TruncationIndex} records the positions of fields and long strings.
 *
 * <p>Invariants, for any text:
 *
 * <ul>
 *   <li>The line is valid JSON in UTF-8 and contains one line feed, at its end. Control characters, U+0085, U+2028 and
 *       U+2029 are escaped; a lone surrogate becomes U+FFFD.
 *   <li>The line is at most {@code maxBytes} long. If it is longer when it is finished, the stack trace is shortened
 *       first, down to half of the maximum, then the longest strings evenly, down to 32 bytes, then the last fields are
 *       removed. Strings are cut between characters and end with U+2026. The field {@code truncated} marks the line.
 *   <li>A single string is cut at {@code maxBytes} while it is written, and the buffer never exceeds 32 times that size
 *       by much, so an event of any size needs bounded memory.
 *   <li>An object is opened once; fields of one object must be written consecutively. Distinct keys are the task of the
 *       caller.
 * </ul>
 *
 * <p>No class here is thread-safe, except the immutable {@link dev.fanlight.logback.internal.json.FieldKey}, {@link
 * dev.fanlight.logback.internal.json.FieldGroup} and {@link dev.fanlight.logback.internal.json.KeyPrefix}.
 */
@NullMarked
package dev.fanlight.logback.internal.json;

import org.jspecify.annotations.NullMarked;
