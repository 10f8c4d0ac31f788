/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/** The position of user keys on the line: at the top level, under a dotted prefix, or inside an object. */
public final class KeyPrefix {
  /** The top level of the line. */
  public static final KeyPrefix NONE = new KeyPrefix(null, "");

  private final @Nullable FieldGroup group;
  private final byte[] opening;

  private KeyPrefix(@Nullable FieldGroup group, String text) {
    this.group = group;
    this.opening = ('"' + text).getBytes(UTF_8);
  }

  /** Returns a dotted prefix: {@code "labels"} gives {@code "labels.<key>": …}. */
  public static KeyPrefix dotted(String name) {
    return new KeyPrefix(null, name + '.');
  }

  /** Returns an object as prefix: {@code "labels"} gives {@code "labels": {"<key>": …}}. */
  public static KeyPrefix nested(String name) {
    return new KeyPrefix(FieldGroup.of(name), "");
  }

  @Nullable FieldGroup group() {
    return group;
  }

  byte[] opening() {
    return opening;
  }
}
