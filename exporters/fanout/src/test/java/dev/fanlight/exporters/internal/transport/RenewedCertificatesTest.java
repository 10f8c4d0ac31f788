/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanlight.exporters.Fanlight;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.testing.Spans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A vendor that wants to see a certificate, which is renewed on disk while its spans wait. */
class RenewedCertificatesTest {

  @TempDir
  private Path folder;

  @Test
  void what_waits_for_a_renewed_certificate_goes_out_without_an_edit_of_the_file()
      throws Exception {
    var wanted = TestCertificates.valid(folder, "wanted", "dns:localhost");
    var old = TestCertificates.valid(folder, "old", "dns:localhost");
    install(old);
    try (var server = ScriptedServer.startTls(wanted.server(wanted), true, ScriptedServer.OK);
        Fanlight fanlight = Fanlight.builder(file(server.port(), wanted)).build()) {
      Spans spans = Spans.at(fanlight.spanProcessor());
      spans.end(10);
      awaitState(fanlight, LedgerSnapshot.State.RETRYING);
      assertThat(server.requests()).isEmpty();

      install(wanted);
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(account(fanlight).delivered()).isEqualTo(10));

      install(old); // and the connection that is open does not go on
      spans.end(10);
      awaitState(fanlight, LedgerSnapshot.State.RETRYING);
      assertThat(account(fanlight).delivered()).isEqualTo(10);
      assertThat(account(fanlight).buffered()).isEqualTo(10);
      assertThat(account(fanlight).addsUp()).isTrue();
    }
  }

  private Path file(int port, TestCertificates authority) throws IOException {
    return Files.writeString(
        folder.resolve("fanlight.yaml"), """
        batch: {delay: 10ms}
        shutdown_timeout: 100ms
        vendors:
          a:
            type: otlp
            endpoint: https://localhost:%d
            tls: {ca: %s, certificate: client.crt, key: client.key}
            retry: {first_delay: 10ms, max_delay: 100ms}
            breaker: {failures: 1000}
        """.formatted(port, authority.certificate()));
  }

  private void install(TestCertificates identity) throws IOException {
    Files.copy(identity.key(), folder.resolve("client.key"), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(
        identity.certificate(), folder.resolve("client.crt"), StandardCopyOption.REPLACE_EXISTING);
  }

  private static void awaitState(Fanlight fanlight, LedgerSnapshot.State state) {
    await().atMost(Duration.ofSeconds(20)).until(() -> account(fanlight).state() == state);
  }

  private static LedgerSnapshot account(Fanlight fanlight) {
    return fanlight.ledgerSnapshots().get(0);
  }
}
