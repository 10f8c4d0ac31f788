/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.relay;

import java.io.IOException;
import java.nio.file.Path;

/** A relay in a process of its own, which a test kills. */
public final class RelayedProcess {

  private RelayedProcess() {}

  /** Prints its port, and ends when its input does. */
  @SuppressWarnings("SystemOut")
  public static void main(String... files) throws IOException {
    try (Relay relay = Relay.start(Path.of(files[0]))) {
      System.out.println("port " + relay.otlpHttpAddress().getPort());
      System.out.flush();
      while (System.in.read() >= 0) {
        // until the parent goes
      }
    }
  }
}
