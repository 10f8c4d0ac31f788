/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log;

import java.io.IOException;

/** A record cannot be read now; it may be sound, and be read later. */
public final class UnreadableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception with the refusal of the disk. */
  public UnreadableException(String message, IOException cause) {
    super(message, cause);
  }
}
