/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import static dev.fanlight.exporters.internal.transport.TransportFixture.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanlight.exporters.internal.settings.TransportSettings;
import dev.fanlight.exporters.internal.transport.Exchange.Cause;
import dev.fanlight.exporters.internal.transport.Exchange.Failure;
import io.opentelemetry.sdk.common.Clock;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class DialTest {

  private static TestCertificates good;
  private static TestCertificates wrongName;
  private static TestCertificates authority;
  private static TestCertificates expired;

  @BeforeAll
  static void issue(@TempDir Path folder) {
    good = TestCertificates.valid(folder, "good", "dns:localhost,ip:127.0.0.1");
    wrongName = TestCertificates.valid(folder, "wrong-name", "dns:elsewhere.test");
    authority = TestCertificates.valid(folder, "authority", "dns:authority.test");
    expired = authority.issue("expired", "dns:localhost", "2020/01/01", 10);
  }

  @Test
  void a_trusted_peer_is_spoken_to_and_its_connection_kept() throws Exception {
    try (var server = ScriptedServer.startTls(good.server(good), false, ScriptedServer.OK);
        var fixture = new TransportFixture(TransportFixture.trusting(good.certificate()))) {
      for (int i = 0; i < 3; i++) {
        assertThat(fixture.answerOf(server.https("/")).status()).isEqualTo(200);
      }
      byte[] large = new byte[1_000_000];
      TransportFixture.answer(fixture.transport.exchange(
          new Request(server.https("/"), Map.of(), large, TransportFixture.LONG)));

      assertThat(server.accepted()).isEqualTo(1);
      assertThat(server.requests().get(3).body()).isEqualTo(large);
    }
  }

  @Test
  void an_address_is_verified_like_a_name() throws Exception {
    try (var server = ScriptedServer.startTls(good.server(good), false, ScriptedServer.OK);
        var fixture = new TransportFixture(TransportFixture.trusting(good.certificate()))) {
      fixture.answerOf(URI.create("https://127.0.0.1:" + server.port() + "/"));

      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  @Test
  void an_authority_that_the_jvm_does_not_know_is_not_trusted() throws Exception {
    try (var server = ScriptedServer.startTls(good.server(good), false, ScriptedServer.OK);
        var fixture = TransportFixture.plain()) {
      Failure failure = failure(fixture.send(server.https("/")));

      assertThat(failure.cause()).isEqualTo(Cause.TLS);
      assertThat(failure.mayHaveArrived()).isFalse();
      assertThat(failure.message()).contains("PKIX");
    }
  }

  @Test
  void another_name_is_refused_even_from_the_one_trusted_authority() throws Exception {
    try (var server = ScriptedServer.startTls(wrongName.server(good), false, ScriptedServer.OK);
        var fixture = new TransportFixture(TransportFixture.trusting(wrongName.certificate()))) {
      Failure failure = failure(fixture.send(server.https("/")));

      assertThat(failure.cause()).isEqualTo(Cause.TLS);
      assertThat(failure.message()).contains("localhost");
      assertThat(server.requests()).isEmpty();
    }
  }

  /** OkHttp, Go and the browsers look at subject alternative names only (RFC 9110, 4.3.4). */
  @Test
  void a_name_in_the_common_name_only_does_not_count(@TempDir Path folder) throws Exception {
    TestCertificates bare = TestCertificates.ofCommonName(folder, "localhost");
    try (var server = ScriptedServer.startTls(bare.server(good), false, ScriptedServer.OK);
        var fixture = new TransportFixture(TransportFixture.trusting(bare.certificate()))) {
      Failure failure = failure(fixture.send(server.https("/")));

      assertThat(failure.cause()).isEqualTo(Cause.TLS);
      assertThat(failure.mayHaveArrived()).isFalse();
      assertThat(failure.messageWithCure())
          .contains("no subject alternative name", "another name than localhost");
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void nor_does_it_beside_an_alternative_name_of_another_kind(@TempDir Path folder)
      throws Exception {
    TestCertificates bare = TestCertificates.valid(folder, "localhost", "ip:127.0.0.1");
    try (var server = ScriptedServer.startTls(bare.server(good), false, ScriptedServer.OK);
        var fixture = new TransportFixture(TransportFixture.trusting(bare.certificate()))) {
      assertThat(failure(fixture.send(server.https("/"))).cause()).isEqualTo(Cause.TLS);
      assertThat(server.requests()).isEmpty();
      assertThat(
              fixture.answerOf(URI.create("https://127.0.0.1:" + server.port())).status())
          .isEqualTo(200);
    }
  }

  @Test
  void each_refusal_of_tls_has_its_cure(@TempDir Path folder) throws Exception {
    TestCertificates other = TestCertificates.valid(folder, "other", "dns:localhost");
    TransportSettings strange = new TransportSettings(
        Duration.ofSeconds(5), good.certificate(), other.certificate(), other.key(), null);
    try (var server = ScriptedServer.startTls(good.server(good), true, ScriptedServer.OK);
        var untrusted = new TransportFixture(TransportFixture.trusting(authority.certificate()));
        var bare = new TransportFixture(TransportFixture.trusting(good.certificate()));
        var refused = new TransportFixture(strange);
        var plain = ScriptedServer.start(peer -> peer.write("HTTP/1.1 400 Bad Request\r\n\r\n"))) {
      assertThat(failure(untrusted.send(server.https("/"))).cure()).contains("as tls.ca");
      assertThat(failure(bare.send(server.https("/"))).cure())
          .isEqualTo("the server wants a client certificate: give tls.certificate and tls.key");
      assertThat(failure(refused.send(server.https("/"))).cure())
          .contains("does not accept the client certificate");
      assertThat(failure(bare.send(plain.https("/"))).cure())
          .contains("does not speak TLS: use http://");
    }
    try (var server = ScriptedServer.startTls(expired.server(good), false, ScriptedServer.OK);
        var fixture = new TransportFixture(TransportFixture.trusting(authority.certificate()))) {
      assertThat(failure(fixture.send(server.https("/"))).cure()).contains("expired");
    }
    try (var server = ScriptedServer.startTls(wrongName.server(good), false, ScriptedServer.OK);
        var fixture = new TransportFixture(TransportFixture.trusting(wrongName.certificate()))) {
      assertThat(failure(fixture.send(server.https("/"))).cure())
          .contains("for another name than localhost");
    }
  }

  @Test
  void a_key_that_does_not_fit_its_certificate_is_said_at_the_start(@TempDir Path folder) {
    TestCertificates other = TestCertificates.valid(folder, "other", "dns:localhost");
    TransportSettings settings =
        new TransportSettings(Duration.ofSeconds(5), null, good.certificate(), other.key(), null);
    try (Transports transports = new Transports(Clock.getDefault())) {
      assertThatThrownBy(() -> transports.http(settings))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("does not fit the first certificate of " + good.certificate());
    }
  }

  @Test
  void a_port_of_grpc_is_told_from_one_that_is_broken() throws Exception {
    byte[] settings = {0, 0, 0, 4, 0, 0, 0, 0, 0};
    try (var server = ScriptedServer.start(peer -> {
          peer.requestHead();
          peer.write(settings);
        });
        var fixture = TransportFixture.plain()) {
      Failure failure = failure(fixture.send(server.http("/")));

      assertThat(failure.messageWithCure())
          .contains("speaks HTTP/2")
          .contains("port " + server.port() + " is OTLP over gRPC: use `protocol: grpc`");
    }
    assertThat(WrongProtocolException.http2().cure(4317))
        .isEqualTo("4317 is OTLP over gRPC: use `protocol: grpc`, or port 4318");
    assertThat(WrongProtocolException.http1().cure(4318))
        .isEqualTo("4318 is OTLP over HTTP: use `protocol: http`, or port 4317");
  }

  @Test
  void an_expired_certificate_is_refused() throws Exception {
    try (var server = ScriptedServer.startTls(expired.server(good), false, ScriptedServer.OK);
        var fixture = new TransportFixture(TransportFixture.trusting(authority.certificate()))) {
      Failure failure = failure(fixture.send(server.https("/")));

      assertThat(failure.cause()).isEqualTo(Cause.TLS);
      assertThat(failure.message()).contains("validity check failed");
    }
  }

  @Test
  void a_peer_without_tls_fails_the_handshake() throws Exception {
    try (var server = ScriptedServer.start(peer -> peer.write("HTTP/1.1 400 Bad Request\r\n\r\n"));
        var fixture = new TransportFixture(TransportFixture.trusting(good.certificate()))) {
      Failure failure = failure(fixture.send(server.https("/")));

      assertThat(failure.cause()).isEqualTo(Cause.TLS);
      assertThat(failure.mayHaveArrived()).isFalse();
    }
  }

  @Test
  void a_peer_that_wants_a_client_certificate_gets_it() throws Exception {
    var settings = new TransportSettings(
        Duration.ofSeconds(5), good.certificate(), good.certificate(), good.key(), null);
    try (var server = ScriptedServer.startTls(good.server(good), true, ScriptedServer.OK);
        var fixture = new TransportFixture(settings)) {
      assertThat(fixture.answerOf(server.https("/")).status()).isEqualTo(200);
    }
  }

  @Test
  void a_missing_client_certificate_is_a_failure_of_tls_that_cannot_have_arrived()
      throws Exception {
    try (var server = ScriptedServer.startTls(good.server(good), true, ScriptedServer.OK);
        var fixture = new TransportFixture(TransportFixture.trusting(good.certificate()))) {
      Failure failure = failure(fixture.send(server.https("/")));

      assertThat(failure.cause()).as(failure.message()).isEqualTo(Cause.TLS);
      assertThat(failure.mayHaveArrived()).isFalse();
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void an_answer_in_the_middle_of_the_upload_counts_under_tls_too() throws Exception {
    try (var server = ScriptedServer.startTls(good.server(good), false, peer -> {
          peer.requestHead();
          peer.write("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
        });
        var fixture = new TransportFixture(TransportFixture.trusting(good.certificate()))) {
      Exchange.Answer answer = TransportFixture.answer(fixture.transport.exchange(
          TransportFixture.post(server.https("/"), 20_000_000, TransportFixture.LONG)));

      assertThat(answer.status()).isEqualTo(413);
    }
  }

  @Test
  void a_certificate_that_changes_on_disk_takes_effect_with_the_next_connection(
      @TempDir Path folder) throws Exception {
    Path trusted = Files.copy(wrongName.certificate(), folder.resolve("ca.pem"));
    Files.setLastModifiedTime(trusted, java.nio.file.attribute.FileTime.fromMillis(1_000));
    try (var server = ScriptedServer.startTls(good.server(good), false, ScriptedServer.OK);
        var fixture = new TransportFixture(TransportFixture.trusting(trusted))) {
      assertThat(failure(fixture.send(server.https("/"))).cause()).isEqualTo(Cause.TLS);

      Files.write(trusted, Files.readAllBytes(good.certificate()));

      assertThat(fixture.answerOf(server.https("/")).status()).isEqualTo(200);
    }
  }

  @Test
  void certificates_that_change_end_the_connections_made_with_the_old_ones(@TempDir Path folder)
      throws Exception {
    Path certificate = Files.copy(good.certificate(), folder.resolve("client.crt"));
    Path key = Files.copy(good.key(), folder.resolve("client.key"));
    var settings =
        new TransportSettings(Duration.ofSeconds(5), good.certificate(), certificate, key, null);
    try (var server = ScriptedServer.startTls(good.server(good), true, ScriptedServer.OK);
        var fixture = new TransportFixture(settings)) {
      fixture.answerOf(server.https("/"));
      fixture.answerOf(server.https("/"));
      assertThat(server.accepted()).isEqualTo(1);

      replace(certificate, wrongName.certificate());
      replace(key, wrongName.key());
      assertThat(failure(fixture.send(server.https("/"))).cause()).isEqualTo(Cause.TLS);

      replace(certificate, good.certificate());
      replace(key, good.key());
      fixture.answerOf(server.https("/"));
      fixture.answerOf(server.https("/"));
      assertThat(server.accepted()).isEqualTo(3);
    }
  }

  /** By a link, and with the date of the one before: what a volume of secrets may look like. */
  private static void replace(Path link, Path other) throws IOException {
    Path next = Files.createSymbolicLink(link.resolveSibling("next"), copied(link, other));
    Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
  }

  private static Path copied(Path link, Path other) throws IOException {
    Path copy = Files.createTempFile(link.getParent(), "version", ".pem");
    Files.write(copy, Files.readAllBytes(other));
    return Files.setLastModifiedTime(copy, Files.getLastModifiedTime(link));
  }

  @Test
  void a_certificate_that_cannot_be_read_is_said_at_the_start(@TempDir Path folder)
      throws Exception {
    Path empty = Files.writeString(folder.resolve("empty.pem"), "nothing");
    try (var transports = new Transports(io.opentelemetry.sdk.common.Clock.getDefault())) {
      assertThatThrownBy(
              () -> transports.http(TransportFixture.trusting(folder.resolve("none.pem"))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("none.pem cannot be read");
      assertThatThrownBy(() -> transports.http(TransportFixture.trusting(empty)))
          .hasMessageContaining("holds no X.509 certificate");
      assertThatThrownBy(() -> transports.http(
              new TransportSettings(Duration.ofSeconds(1), null, good.certificate(), empty, null)))
          .hasMessageContaining("openssl pkcs8");
    }
  }

  @Test
  void every_address_of_a_host_is_tried() throws Exception {
    var addresses = new InetAddress[] {loopback(2), loopback(1)};
    try (var server = ScriptedServer.start(ScriptedServer.OK);
        var fixture = new TransportFixture(TransportSettings.DEFAULT, host -> addresses)) {
      var uri = URI.create("http://two_addresses.test:" + server.port() + "/");

      assertThat(fixture.answerOf(uri).status()).isEqualTo(200);
      assertThat(server.requests().get(0).header("host"))
          .isEqualTo("two_addresses.test:" + server.port());
    }
  }

  @Test
  void a_name_that_does_not_resolve_is_a_failure_of_dns() throws Exception {
    try (var fixture = new TransportFixture(TransportSettings.DEFAULT, host -> {
      throw new UnknownHostException(host);
    })) {
      Failure failure = failure(fixture.send(URI.create("http://no.such.test/v1/key-in-path")));

      assertThat(failure.cause()).isEqualTo(Cause.DNS);
      assertThat(failure.message()).contains("no.such.test").doesNotContain("key-in-path");
    }
  }

  @Test
  void a_closed_port_is_a_failure_to_connect() throws Exception {
    try (var fixture = TransportFixture.plain()) {
      Failure failure = failure(fixture.send(URI.create("http://127.0.0.1:1/")));

      assertThat(failure.cause()).isEqualTo(Cause.CONNECT);
      assertThat(failure.message())
          .isEqualTo("CONNECT: connecting to 127.0.0.1:1 failed: Connection refused");
    }
  }

  @Test
  void a_proxy_is_given_the_whole_uri_and_its_password() throws Exception {
    try (var proxy = ScriptedServer.start(ScriptedServer.OK);
        var fixture = new TransportFixture(TransportFixture.via(proxy.http(""), "joe", "pw"))) {
      fixture.answerOf(URI.create("http://vendor.test/v1/traces"));

      ReceivedRequest request = proxy.requests().get(0);
      assertThat(request.line()).isEqualTo("POST http://vendor.test/v1/traces HTTP/1.1");
      assertThat(request.header("host")).isEqualTo("vendor.test");
      assertThat(request.header("proxy-authorization")).isEqualTo(basic("joe:pw"));
    }
  }

  @Test
  void tls_goes_through_a_tunnel_and_the_password_to_the_proxy_only() throws Exception {
    try (var server = ScriptedServer.startTls(good.server(good), false, ScriptedServer.OK);
        var proxy = ScriptedServer.start(peer -> peer.tunnelTo(server.port()))) {
      var settings = new TransportSettings(
          Duration.ofSeconds(5),
          good.certificate(),
          null,
          null,
          new TransportSettings.Proxy(proxy.http(""), "joe", () -> "pw"));
      try (var fixture = new TransportFixture(settings)) {
        fixture.answerOf(server.https("/v1/traces"));
        fixture.answerOf(server.https("/v1/traces"));
      }

      assertThat(proxy.accepted()).isEqualTo(1);
      assertThat(proxy.requests().get(0).line())
          .isEqualTo("CONNECT localhost:" + server.port() + " HTTP/1.1");
      assertThat(proxy.requests().get(0).header("proxy-authorization")).isEqualTo(basic("joe:pw"));
      assertThat(server.requests().get(1).line()).isEqualTo("POST /v1/traces HTTP/1.1");
      assertThat(server.requests().get(1).headers()).doesNotContainKey("proxy-authorization");
    }
  }

  @Test
  void a_proxy_that_refuses_is_a_failure_of_the_proxy() throws Exception {
    String answer =
        "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n";
    try (var proxy = ScriptedServer.start(peer -> peer.answerAll(answer));
        var fixture = new TransportFixture(TransportFixture.via(proxy.http(""), "joe", "pa55"))) {
      for (String scheme : List.of("http", "https")) {
        Failure failure = failure(fixture.send(URI.create(scheme + "://vendor.test/")));

        assertThat(failure.cause()).isEqualTo(Cause.PROXY);
        assertThat(failure.mayHaveArrived()).isFalse();
        assertThat(failure.message()).contains("407").doesNotContain("pa55", "joe");
      }
    }
  }

  @Test
  void a_proxy_that_is_not_there_is_a_failure_of_the_proxy() throws Exception {
    var settings = TransportFixture.via(URI.create("http://127.0.0.1:1"), null, "");
    try (var fixture = new TransportFixture(settings)) {
      assertThat(failure(fixture.send(URI.create("http://vendor.test/"))).cause())
          .isEqualTo(Cause.PROXY);
    }
  }

  @Test
  void what_the_application_set_for_the_whole_jvm_is_not_obeyed() throws Exception {
    var verifier = HttpsURLConnection.getDefaultHostnameVerifier();
    var context = SSLContext.getDefault();
    var selector = ProxySelector.getDefault();
    try (var server = ScriptedServer.startTls(wrongName.server(good), false, ScriptedServer.OK);
        var plain = ScriptedServer.start(
            peer -> peer.answerAll(
                "HTTP/1.1 401 Who\r\nSet-Cookie: a=b\r\nWWW-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n"));
        var fixture = new TransportFixture(TransportFixture.trusting(wrongName.certificate()))) {
      CookieHandler.setDefault(new CookieManager());
      CookieHandler.getDefault()
          .put(plain.http("/"), Map.of("Set-Cookie", List.of("session=app; Path=/")));
      Authenticator.setDefault(new Authenticator() {
        @Override
        protected PasswordAuthentication getPasswordAuthentication() {
          return new PasswordAuthentication("app", "pw".toCharArray());
        }
      });
      HttpsURLConnection.setDefaultHostnameVerifier((host, session) -> true);
      SSLContext.setDefault(wrongName.server(wrongName));
      ProxySelector.setDefault(
          ProxySelector.of(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), 1)));
      System.setProperty("socksProxyHost", "127.0.0.1");
      System.setProperty("socksProxyPort", "1");

      assertThat(fixture.answerOf(plain.http("/")).status()).isEqualTo(401);
      fixture.answerOf(plain.http("/"));
      assertThat(failure(fixture.send(server.https("/"))).cause()).isEqualTo(Cause.TLS);

      assertThat(plain.requests()).hasSize(2);
      assertThat(plain.requests().get(1).headers()).doesNotContainKeys("cookie", "authorization");
    } finally {
      CookieHandler.setDefault(null);
      Authenticator.setDefault(null);
      HttpsURLConnection.setDefaultHostnameVerifier(verifier);
      SSLContext.setDefault(context);
      ProxySelector.setDefault(selector);
      System.clearProperty("socksProxyHost");
      System.clearProperty("socksProxyPort");
    }
  }

  @Test
  void the_jvms_proxy_properties_are_obeyed() throws Exception {
    try (var proxy = ScriptedServer.start(ScriptedServer.OK);
        var fixture = TransportFixture.plain()) {
      System.setProperty("http.proxyHost", "127.0.0.1");
      System.setProperty("http.proxyPort", String.valueOf(proxy.port()));

      fixture.answerOf(URI.create("http://otlp.invalid/v1/traces"));

      assertThat(proxy.requests().get(0).line())
          .isEqualTo("POST http://otlp.invalid/v1/traces HTTP/1.1");
    } finally {
      System.clearProperty("http.proxyHost");
      System.clearProperty("http.proxyPort");
    }
  }

  @Test
  void the_jvms_proxy_for_https_is_asked_for_a_tunnel() throws Exception {
    try (var server = ScriptedServer.startTls(good.server(good), false, ScriptedServer.OK);
        var proxy = ScriptedServer.start(peer -> peer.tunnelTo(server.port()));
        var fixture = new TransportFixture(TransportFixture.trusting(good.certificate()))) {
      System.setProperty("https.proxyHost", "127.0.0.1");
      System.setProperty("https.proxyPort", String.valueOf(proxy.port()));
      System.setProperty("http.nonProxyHosts", "");

      fixture.answerOf(server.https("/"));

      assertThat(proxy.requests().get(0).line())
          .isEqualTo("CONNECT localhost:" + server.port() + " HTTP/1.1");
    } finally {
      System.clearProperty("https.proxyHost");
      System.clearProperty("https.proxyPort");
      System.clearProperty("http.nonProxyHosts");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "otlp.example, true",
    "localhost, false",
    "127.0.0.7, false",
    "::1, false",
    "a.intern.example, false",
    "A.INTERN.EXAMPLE, false",
    "intern.example, true",
    "10.1.2.3, false",
    "100.1.2.3, true",
    "db-7, false",
    "xdb-7, true",
    "a-middle-b, false"
  })
  void hosts_that_need_no_proxy_are_spoken_to_directly(String host, boolean viaProxy) {
    System.setProperty("http.proxyHost", "proxy.example");
    System.setProperty("http.nonProxyHosts", "*.intern.example|10.*| db-7 |*middle*|");
    try {
      HttpProxy proxy = new ProxyRoute(null).to(new Origin(false, host, 80));

      assertThat(proxy != null).isEqualTo(viaProxy);
      assertThat(new ProxyRoute(null).to(new Origin(true, host, 443))).isNull();
    } finally {
      System.clearProperty("http.proxyHost");
      System.clearProperty("http.nonProxyHosts");
    }
  }

  @Test
  void a_configured_proxy_goes_before_the_jvms() throws Exception {
    try (var proxy = ScriptedServer.start(ScriptedServer.OK);
        var fixture = new TransportFixture(TransportFixture.via(proxy.http(""), null, ""))) {
      System.setProperty("http.proxyHost", "127.0.0.1");
      System.setProperty("http.proxyPort", "1");

      fixture.answerOf(URI.create("http://otlp.invalid/"));

      assertThat(proxy.requests()).hasSize(1);
    } finally {
      System.clearProperty("http.proxyHost");
      System.clearProperty("http.proxyPort");
    }
  }

  private static InetAddress loopback(int last) throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }
}
