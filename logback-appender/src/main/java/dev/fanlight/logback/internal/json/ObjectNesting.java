/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.json;

import org.jspecify.annotations.Nullable;

/** The state of open objects inside a line. Writes the braces and commas between fields. */
final class ObjectNesting {
  private final ByteArrayBuilder bytes;
  private @Nullable FieldGroup open;

  ObjectNesting(ByteArrayBuilder bytes) {
    this.bytes = bytes;
  }

  @Nullable FieldGroup open() {
    return open;
  }

  /** Returns the number of open objects inside the line. */
  int depth() {
    return open == null ? 0 : open.depth();
  }

  /** Sets the open object after the line was cut back to an earlier position. */
  void backTo(@Nullable FieldGroup group) {
    open = group;
  }

  /** Closes and opens objects so that the next field is in the target; null is the line itself. */
  void next(@Nullable FieldGroup target) {
    leaveFor(target);
    if (target != null) {
      descend(target);
    }
    comma();
  }

  /** Closes all objects. */
  void leaveAll() {
    leaveFor(null);
  }

  private void leaveFor(@Nullable FieldGroup target) {
    while (open != null && open != target && !open.holds(target)) {
      bytes.put('}');
      open = open.parent();
    }
  }

  private void descend(FieldGroup target) {
    if (target == open || target.is(open)) {
      return;
    }
    FieldGroup parent = target.parent();
    if (parent != null) {
      descend(parent);
    }
    comma();
    bytes.put(target.quoted());
    bytes.put('{');
    open = target;
  }

  private void comma() {
    if (bytes.last() != '{') {
      bytes.put(',');
    }
  }
}
