/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.spi;

import java.net.URI;
import java.util.Map;

/** Signs a request with final bytes, as AWS SigV4 requires. Called by a lane's threads, several at once. */
@FunctionalInterface
public interface Signer {

  /**
   * The headers to add.
   *
   * @param uri where the request goes
   * @param body the bytes on the wire, compressed; not to be changed
   * @return header names to values
   */
  Map<String, String> sign(URI uri, byte[] body);
}
