/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The fields of a line, and the profiles that name them. Internal: no compatibility promise.
 *
 * <p>{@link dev.fanlight.logback.internal.field.LogProfile} is a table: one row of {@code ProfileFields} for each
 * profile. A new field is a component of {@code ProfileFields}, one argument in each row, and a position in {@code
 * ProfileFields.line}. {@link dev.fanlight.logback.internal.field.LineFields} combines the rows of the chosen profiles at
 * start-up and encodes events.
 *
 * <p>Order of a line: the fields of the first profile; the trace fields of all profiles; the error; {@code event.dataset};
 * the internal fields of a request line; trace links; user keys. In nested form, members of one object are consecutive.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Keys are distinct: among equal field names the first field is written; a user key never has the name of a field of
 *       any profile, in dotted form or as a branch. At most 256 user keys.
 *   <li>A field that throws is replaced by {@code <failed: …>}; all other fields of the line are written.
 *   <li>Values of secret keys are masked at any depth, and in the message.
 *   <li>Fields are stateless. A {@code LineBuffer} holds the state of one line and belongs to one thread; the pool keeps at
 *       most 16 buffers of at most 64 KiB.
 * </ul>
 */
@NullMarked
package dev.fanlight.logback.internal.field;

import org.jspecify.annotations.NullMarked;
