/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.spi;

import java.net.URI;
import java.util.Map;

/**
 * Signs a request with its headers and final bytes, as AWS SigV4 requires. Called by a lane's threads, several at once,
 * anew for each attempt. Never blocks on the network: {@link Renewal} gets the credentials.
 */
@FunctionalInterface
public interface Signer {

  /**
   * Returns the headers to add; they replace headers of the same name.
   *
   * @param uri where the request goes
   * @param headers all headers of the request so far, names in any case to values; {@code host}, {@code content-length} and
   *     {@code connection} are added after the signer. Not to be changed
   * @param body the bytes on the wire, compressed; not to be changed
   * @return header names to values
   */
  Map<String, String> sign(URI uri, Map<String, String> headers, byte[] body);
}
