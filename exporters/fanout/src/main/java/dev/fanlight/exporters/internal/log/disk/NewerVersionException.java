/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.io.IOException;

/** A newer program wrote this: it is to be left alone as a whole, so that nothing of it is lost by going back. */
final class NewerVersionException extends IOException {

  private static final long serialVersionUID = 1;

  NewerVersionException(String message) {
    super(message);
  }
}
