/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.io.IOException;

/** A newer program wrote this: it must not be touched, so that a downgrade loses no part of it. */
final class NewerVersionException extends IOException {

  private static final long serialVersionUID = 1;

  NewerVersionException(String message) {
    super(message);
  }
}
