/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.json;

import org.jspecify.annotations.Nullable;

/**
 * An object inside the line that contains the fields of one dotted prefix.
 *
 * <p>The fields of one group must be written consecutively: a closed group is not opened again.
 */
public final class FieldGroup {
  private final String path;
  private final @Nullable FieldGroup parent;
  private final int depth;
  private final byte[] quoted;

  private FieldGroup(String path, @Nullable FieldGroup parent, String written) {
    this.path = path;
    this.parent = parent;
    this.depth = parent == null ? 1 : parent.depth + 1;
    this.quoted = FieldKey.quote(written);
  }

  /** Returns the group of a dotted path; {@code "process.thread"} has two levels. */
  public static FieldGroup of(String path) {
    int dot = path.lastIndexOf('.');
    FieldGroup parent = dot < 0 ? null : of(path.substring(0, dot));
    return new FieldGroup(path, parent, path.substring(dot + 1));
  }

  @Nullable FieldGroup parent() {
    return parent;
  }

  int depth() {
    return depth;
  }

  byte[] quoted() {
    return quoted;
  }

  boolean is(@Nullable FieldGroup other) {
    return other != null && path.equals(other.path);
  }

  /** Returns true if the other group is this group or is nested in it. */
  boolean holds(@Nullable FieldGroup other) {
    return other != null && (is(other) || holds(other.parent));
  }
}
