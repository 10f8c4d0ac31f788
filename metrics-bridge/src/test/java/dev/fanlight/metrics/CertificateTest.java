/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fanlight.metrics.internal.endpoint.ServerTlsFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateTest {
  /** What takes time is made once. */
  @TempDir
  private static Path made;

  private static SelfSigned first;
  private static SelfSigned second;

  private final Told told = new Told();

  @TempDir
  private Path folder;

  private Path certificate;
  private Path key;

  @BeforeAll
  static void make() throws Exception {
    first = SelfSigned.in(made);
    second = SelfSigned.in(made);
  }

  @BeforeEach
  void write() throws Exception {
    certificate = folder.resolve("tls.crt");
    key = folder.resolve("tls.key");
    first.writeCertificate(certificate);
    first.writeKey(key);
  }

  @AfterEach
  void close() {
    told.close();
  }

  @Test
  void metrics_are_served_over_tls_from_pem_files() throws Exception {
    try (var bridge = served()) {

      HttpResponse<String> response = get(bridge);

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).contains("fanlight_metrics_series");
    }
  }

  @Test
  void a_renewed_certificate_is_served_to_the_next_connection() throws Exception {
    try (var bridge = served()) {
      assertThat(certificateOf(get(bridge))).isEqualTo(first.certificate());

      second.writeCertificate(certificate);
      second.writeKey(key);

      assertThat(certificateOf(get(bridge))).isEqualTo(second.certificate());
      assertThat(told.warnings()).isEmpty();
    }
  }

  @Test
  void while_the_new_files_do_not_fit_the_old_certificate_is_served_and_it_is_told_once()
      throws Exception {
    try (var bridge = served()) {
      second.writeCertificate(certificate);

      assertThat(certificateOf(get(bridge))).isEqualTo(first.certificate());
      assertThat(certificateOf(get(bridge))).isEqualTo(first.certificate());
      assertThat(told.warnings())
          .singleElement()
          .asString()
          .contains("metrics.tls.key is not the key of", "metrics.tls.certificate")
          .doesNotContain(folder.toString());

      second.writeKey(key);
      assertThat(certificateOf(get(bridge))).isEqualTo(second.certificate());
      assertThat(told.warnings()).hasSize(1);
    }
  }

  @Test
  void files_that_cannot_be_used_are_refused_with_their_name_and_the_cure() throws Exception {
    Path gone = folder.resolve("gone.crt");
    Path old = folder.resolve("old.key");
    Path foreign = folder.resolve("foreign.key");
    SelfSigned.write(old, SelfSigned.pem("RSA PRIVATE KEY", new byte[10]));
    second.writeKey(foreign);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerTlsFactory.serverTls(gone, key))
        .withMessage(
            gone + " cannot be read (NoSuchFileException); check the path and the permissions");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerTlsFactory.serverTls(key, key))
        .withMessageContaining("no X.509 certificate");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerTlsFactory.serverTls(certificate, old))
        .withMessageContaining("openssl pkcs8 -topk8");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerTlsFactory.serverTls(certificate, foreign))
        .withMessageContaining("not the key");
  }

  @Test
  void a_certificate_is_found_beside_the_key_and_other_text() throws Exception {
    Path both = folder.resolve("both.pem");
    Files.writeString(
        both,
        "\uFEFFBag Attributes\n    friendlyName: x\n" + Files.readString(key).strip()
            + Files.readString(certificate));

    assertThat(ServerTlsFactory.serverTls(both, both)).isNotNull();
  }

  @Test
  void a_device_or_a_folder_in_place_of_a_certificate_is_refused_at_once() {
    for (Path file : List.of(Path.of("/dev/zero"), folder)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ServerTlsFactory.serverTls(file, key))
          .withMessage(file + " is no regular file; give a PEM file");
    }
  }

  private MetricsBridge served() {
    return MetricsBridge.builder()
        .tls(ServerTlsFactory.serverTls(certificate, key))
        .port(0)
        .start();
  }

  /** By a client that has no connection yet. */
  private static HttpResponse<String> get(MetricsBridge bridge) throws Exception {
    int port = bridge.port().orElseThrow();
    return HttpClient.newBuilder()
        .sslContext(SelfSigned.trusting(first, second))
        .build()
        .send(
            HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/metrics"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private static Certificate certificateOf(HttpResponse<?> response) throws Exception {
    return response.sslSession().orElseThrow().getPeerCertificates()[0];
  }
}
