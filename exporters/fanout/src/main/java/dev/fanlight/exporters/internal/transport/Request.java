/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import dev.fanlight.exporters.internal.settings.HeaderRules;
import dev.fanlight.exporters.internal.text.SecretValues;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** A POST: its destination, its content, and its deadline. Takes the body over. */
public final class Request {

  private final URI uri;
  private final Map<String, String> headers;
  private final byte[] body;
  private final Duration timeout;

  /**
   * A request.
   *
   * @param uri http or https
   * @param headers all headers except Content-Length, Connection and Transfer-Encoding, which Fanlight sets and which
   *     are ignored here; Host only if it must differ from the URI's
   * @param body the final bytes; not to be changed afterwards
   * @param timeout from the call to the last byte of the answer, look-up and connection included
   * @throws IllegalArgumentException if a header could break out of its line; the message does not hold the value
   */
  public Request(URI uri, Map<String, String> headers, byte[] body, Duration timeout) {
    this.uri = uri;
    this.headers = Map.copyOf(headers);
    this.headers.forEach(Request::check);
    this.body = body;
    this.timeout = timeout;
  }

  private static void check(String name, String value) {
    String fault = HeaderRules.fault(name, value);
    if (fault != null) {
      throw new IllegalArgumentException(fault);
    }
  }

  /** The values that no message may repeat. */
  SecretValues secrets() {
    return SecretValues.of(headers, uri);
  }

  /** Returns the destination. */
  public URI uri() {
    return uri;
  }

  /** Names to values. */
  public Map<String, String> headers() {
    return headers;
  }

  /** The final bytes, not a copy. */
  public byte[] body() {
    return body;
  }

  /** The deadline of the whole attempt. */
  public Duration timeout() {
    return timeout;
  }

  @Override
  public String toString() {
    return "Request{" + uri.getHost() + ", " + body.length
        + " bytes}"; // headers and paths hold secrets
  }
}
