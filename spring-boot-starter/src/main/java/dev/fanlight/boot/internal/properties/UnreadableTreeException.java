/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.boot.internal.properties;

import org.jspecify.annotations.Nullable;

/** The keys under {@code fanlight} cannot be read; the message says where and why, and quotes no value. */
public final class UnreadableTreeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreadableTreeException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
