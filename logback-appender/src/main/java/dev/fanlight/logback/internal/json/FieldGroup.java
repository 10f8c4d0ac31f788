/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.json;

import org.jspecify.annotations.Nullable;

/**
 * An object inside the line that holds fields of one prefix.
 *
 * <p>Keys of one group must be written one after the other: a group once left is not opened again.
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

  /** The group of a dotted path: {@code "process.thread"} is two levels. */
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

  /** Whether the other is this group or lies inside it. */
  boolean holds(@Nullable FieldGroup other) {
    return other != null && (is(other) || holds(other.parent));
  }
}
