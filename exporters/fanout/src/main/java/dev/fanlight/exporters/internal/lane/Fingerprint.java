/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a part of the file says, to be compared with another version of it and for nothing else: secrets may be in it, so
 * it prints as nothing.
 */
public final class Fingerprint {

  // no hash: the digests of the JDK are eighty classes and 25 ms to a start, for what is compared
  // when the file changes

  private final List<Object> parts;

  private Fingerprint(List<Object> parts) {
    this.parts = parts;
  }

  /** A fingerprint of what is said; the parts are texts, flags and other fingerprints. */
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
