/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.Fanlight;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Readers of the status page that take one byte for each page that another reader gets. */
@Timeout(120)
class SlowStatusReadersTest {
  private static final int READERS = 200;
  private static final int ROUNDS = 20;
  private static final int SPANS = 50;
  private static final String REQUEST =
      "GET /fanlight HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nConnection: close\r\n\r\n";

  @TempDir
  private Path folder;

  @Test
  void slow_readers_hold_up_neither_the_application_nor_other_readers() throws Exception {
    int port = freePort();
    List<Socket> slow = new ArrayList<>();
    try (AcceptingVendor vendor = AcceptingVendor.start();
        Fanlight fanlight = fanlight(port, vendor);
        Application application = new Application(fanlight.spanProcessor())) {
      for (int i = 0; i < READERS; i++) {
        slow.add(slowReader(port));
      }

      int bytes = 0;
      for (int round = 0; round < ROUNDS; round++) {
        for (Socket reader : slow) {
          bytes += readByte(reader);
        }
        for (int i = 0; i < SPANS; i++) {
          application.end("login", Duration.ofMillis(1));
        }
        try (RawPeer other = RawPeer.connect(port)) {
          assertThat(other.send(REQUEST).answer())
              .startsWith("HTTP/1.1 200 ")
              .contains("acme")
              .endsWith("</html>\n");
        }
      }

      assertThat(bytes).as("bytes that slow readers got").isGreaterThan(READERS);
      assertThat(fanlight.flush(Duration.ofSeconds(20))).isEmpty();
      assertThat(fanlight.ledgerSnapshots().get(0).delivered()).isEqualTo(ROUNDS * SPANS);
    } finally {
      for (Socket reader : slow) {
        reader.close();
      }
    }
  }

  private static Socket slowReader(int port) throws IOException {
    Socket reader = new Socket();
    reader.setReceiveBufferSize(1_024);
    reader.setSoTimeout(10_000);
    reader.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
    reader.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
    return reader;
  }

  /** Returns 1, or 0 if the endpoint has closed the connection in favour of younger ones. */
  private static int readByte(Socket reader) {
    try {
      return reader.getInputStream().read() < 0 ? 0 : 1;
    } catch (IOException closed) {
      return 0;
    }
  }

  private Fanlight fanlight(int port, AcceptingVendor vendor) throws IOException {
    Path file = Files.writeString(
        folder.resolve("fanlight.yaml"),
        "vendors: {acme: {type: otlp, endpoint: %s}}\nstatus: {port: %d}\n"
            .formatted(vendor.endpoint(), port));
    return Fanlight.builder(file).closesAtExit(false).build();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
