/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.json;

import org.jspecify.annotations.Nullable;

/** Which object inside the line is open; writes the braces and commas between one field and the next. */
final class ObjectNesting {
  private final ByteArrayBuilder bytes;
  private @Nullable FieldGroup open;

  ObjectNesting(ByteArrayBuilder bytes) {
    this.bytes = bytes;
  }

  @Nullable FieldGroup open() {
    return open;
  }

  /** How many braces are to be closed before the line's own. */
  int depth() {
    return open == null ? 0 : open.depth();
  }

  /** That object was the open one where the line now ends. */
  void backTo(@Nullable FieldGroup group) {
    open = group;
  }

  /** Leads to where the next field of that object goes; null is the line itself. */
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
