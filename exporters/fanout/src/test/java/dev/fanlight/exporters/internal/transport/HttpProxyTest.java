/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanlight.exporters.internal.settings.TransportSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HttpProxyTest {
  private static final String GRANTED = "HTTP/1.1 200 Connection established\r\nVia: p\r\n\r\n";

  private final HttpProxy proxy =
      new HttpProxy(new TransportSettings.Proxy(URI.create("http://proxy:3128"), null, null));

  @Test
  void an_origin_without_tls_may_speak_first() throws Exception {
    ByteArrayInputStream in = stream(GRANTED + "first");

    proxy.openTunnel(
        Origin.of(URI.create("http://origin:4317")), in, OutputStream.nullOutputStream());

    assertThat(in.readAllBytes()).asString().isEqualTo("first");
  }

  @Test
  void bytes_before_the_handshake_are_the_proxys_own() {
    Origin origin = Origin.of(URI.create("https://origin:4317"));

    assertThatThrownBy(() ->
            proxy.openTunnel(origin, stream(GRANTED + "first"), OutputStream.nullOutputStream()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("bytes of its own");
  }

  private static ByteArrayInputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
