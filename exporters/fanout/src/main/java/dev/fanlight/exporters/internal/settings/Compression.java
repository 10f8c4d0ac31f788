/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.settings;

/** The compression of a request's body. */
public enum Compression {
  /** As it is. */
  NONE,
  /** RFC 1952, one member. */
  GZIP
}
