/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import dev.fanlight.exporters.internal.settings.TransportSettings;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** An HTTP proxy: its address, its credentials, and the tunnel through it. */
final class HttpProxy {

  private final Origin origin;
  private final TransportSettings.Proxy settings;

  HttpProxy(TransportSettings.Proxy settings) {
    this.origin = Origin.of(settings.address());
    this.settings = settings;
    if (origin.secure()) {
      throw new IllegalArgumentException(
          "the proxy's address is https; only http proxies are spoken to (they tunnel https all the same)");
    }
  }

  Origin origin() {
    return origin;
  }

  /** Returns the value of Proxy-Authorization, with the current password, or null if the proxy needs none. */
  @Nullable String authorization() {
    return settings.authorization();
  }

  /**
   * Asks for a tunnel; after it the streams lead to the origin. Without TLS, an origin with HTTP/2 may speak first (RFC
   * 9113, 3.4), so the bytes behind the proxy's answer stay in the stream.
   */
  void openTunnel(Origin target, InputStream in, OutputStream out) throws IOException {
    out.write(RequestHead.connect(target, authorization()));
    ResponseHead head = ResponseHead.read(new PeerInput(new ByteByByte(in)));
    if (head.status() >= 300) {
      throw refusal(head.status());
    }
    if (target.secure() && in.available() > 0) {
      throw new IOException("the proxy sent bytes of its own into the tunnel");
    }
  }

  /** Returns the exception for a proxy that answers with such a status. */
  static IOException refusal(int status) {
    return new IOException("the proxy answered " + status
        + (status == 407
            ? "; check its user and password"
            : "; check that it allows the host and port"));
  }

  /** Reads no byte beyond those that are asked for one after the other. */
  private static final class ByteByByte extends FilterInputStream {

    ByteByByte(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      return super.read(into, offset, Math.min(length, 1));
    }
  }
}
