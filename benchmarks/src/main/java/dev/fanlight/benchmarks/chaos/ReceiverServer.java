/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;

/** A listening socket that can be closed and opened again, with another certificate too. One thread. */
interface ReceiverServer {

  /**
   * Opens the port.
   *
   * @param certificates base name of the files; empty for plain text
   */
  void open(int port, Optional<Path> certificates) throws IOException, GeneralSecurityException;

  /** Closes the port and every connection. */
  void close();
}
