/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/**
 * The name of a field of a profile, escaped once, at class loading or start-up.
 *
 * <p>A dotted key is written unchanged; a nested key is written inside the object {@link #group()}.
 */
public final class FieldKey {
  private final String name;
  private final @Nullable FieldGroup group;
  private final byte[] quoted;

  private FieldKey(String name, @Nullable FieldGroup group, String written) {
    this.name = name;
    this.group = group;
    this.quoted = quote(written);
  }

  /** Returns a top-level key that may contain dots. */
  public static FieldKey dotted(String name) {
    return new FieldKey(name, null, name);
  }

  /** Returns a key whose dots are levels of objects: {@code "a.b"} is {@code {"a":{"b":…}}}. */
  public static FieldKey nested(String name) {
    int dot = name.lastIndexOf('.');
    if (dot < 0) {
      return dotted(name);
    }
    return new FieldKey(name, FieldGroup.of(name.substring(0, dot)), name.substring(dot + 1));
  }

  /** Returns the dotted name, also for a nested key. */
  public String name() {
    return name;
  }

  @Nullable FieldGroup group() {
    return group;
  }

  byte[] quoted() {
    return quoted;
  }

  static byte[] quote(String name) {
    if (!name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '\\')) {
      throw new IllegalArgumentException("field name \"" + name
          + "\" contains a character that needs escaping; use visible ASCII");
    }
    return ('"' + name + "\":").getBytes(UTF_8);
  }

  @Override
  public String toString() {
    return name;
  }
}
