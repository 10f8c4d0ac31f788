/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.settings;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of a part of the file, only for a comparison with another version of it: it may hold secrets, so it
 * prints as an empty text.
 */
public final class Fingerprint {

  // no hash: the digests of the JDK are eighty classes and 25 ms to a start, for a comparison that
  // is only needed when the file changes

  private final List<Object> parts;

  private Fingerprint(List<Object> parts) {
    this.parts = parts;
  }

  /** Returns a fingerprint of its parts; the parts are texts, flags and other fingerprints. */
  public static Fingerprint of(List<?> parts) {
    return new Fingerprint(List.copyOf(parts));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Fingerprint fingerprint && parts.equals(fingerprint.parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }

  @Override
  public String toString() {
    return "Fingerprint";
  }
}
