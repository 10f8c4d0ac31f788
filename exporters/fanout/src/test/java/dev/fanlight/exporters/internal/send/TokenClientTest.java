/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fanlight.exporters.internal.settings.OAuth2Settings;
import dev.fanlight.exporters.internal.settings.TransportSettings;
import dev.fanlight.exporters.internal.text.ReferenceNames;
import dev.fanlight.exporters.internal.transport.Transports;
import dev.fanlight.exporters.spi.Secret;
import dev.fanlight.exporters.testing.ScriptedTokenEndpoint;
import dev.fanlight.exporters.testing.ScriptedTokenEndpoint.Reply;
import io.opentelemetry.sdk.common.Clock;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class TokenClientTest {

  private static final String ID = "client-0123";
  private static final String SECRET = "s3cret+of the client";
  private static final String TOKEN = "s3cret-token-0123456789";

  private final Transports transports = new Transports(Clock.getDefault());

  @AfterEach
  void close() {
    transports.close();
  }

  @Test
  void a_token_is_asked_for_as_the_standard_says() throws Exception {
    try (ScriptedTokenEndpoint endpoint =
        ScriptedTokenEndpoint.start(asked -> Reply.token(TOKEN, 3_599))) {
      TokenClient client = client(endpoint, Secret.of(SECRET), null);

      Duration lifetime = client.renew();

      assertThat(lifetime).isEqualTo(Duration.ofSeconds(3_599));
      assertThat(client.authorization()).isEqualTo("Bearer " + TOKEN);
      assertThat(endpoint.asked()).hasSize(1).first().satisfies(asked -> {
        assertThat(asked.form())
            .isEqualTo(Map.of(
                "grant_type",
                "client_credentials",
                "client_id",
                ID,
                "client_secret",
                SECRET,
                "scope",
                "https://monitor.azure.com/.default"));
        assertThat(asked.headers())
            .containsEntry("content-type", "application/x-www-form-urlencoded")
            .containsEntry("accept", "application/json")
            .doesNotContainKey("authorization");
      });
    }
  }

  @Test
  void an_assertion_stands_for_the_secret_and_is_read_again_each_time() throws Exception {
    AtomicInteger versions = new AtomicInteger();
    Secret assertion = Secret.readBy(() -> "assertion-" + versions.getAndIncrement() + "\n");
    try (ScriptedTokenEndpoint endpoint =
        ScriptedTokenEndpoint.start(asked -> Reply.token(TOKEN, 3_599))) {
      TokenClient client = client(endpoint, null, assertion);

      client.renew();
      client.renew();

      assertThat(endpoint.asked())
          .extracting(asked -> asked.form().get("client_assertion"))
          .containsExactly("assertion-1", "assertion-2");
      assertThat(endpoint.asked().get(0).form())
          .containsEntry(
              "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
          .doesNotContainKey("client_secret");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401})
  void an_endpoint_that_wants_the_basic_scheme_gets_it_from_then_on(int status) throws Exception {
    String pair = "client-0123:s3cret%2Bof+the+client";
    String basic =
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    try (ScriptedTokenEndpoint endpoint =
        ScriptedTokenEndpoint.start(asked -> basic.equals(asked.headers().get("authorization"))
            ? Reply.token(TOKEN, 60)
            : Reply.json(status, "{\"error\":\"invalid_client\"}"))) {
      TokenClient client = client(endpoint, Secret.of(SECRET), null);

      client.renew();
      client.renew();

      assertThat(endpoint.asked()).hasSize(3);
      assertThat(endpoint.asked().get(2).form()).doesNotContainKeys("client_id", "client_secret");
    }
  }

  @Test
  void a_refusal_is_told_in_the_words_of_the_endpoint_without_the_secrets() throws Exception {
    try (ScriptedTokenEndpoint endpoint = ScriptedTokenEndpoint.start(asked -> Reply.json(
        401,
        "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: " + SECRET + " of "
            + asked.headers().get("authorization") + " is wrong\"}"))) {
      IOException refusal = failure(client(endpoint, Secret.of(SECRET), null));

      assertThat(refusal).hasMessageStartingWith("status 401: invalid_client: AADSTS7000215: ****");
      assertThat(refusal.getMessage()).doesNotContain("s3cret").hasSizeLessThan(1_200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>Sign in</html>",
        "{",
        "[]",
        "null",
        "{}",
        "{\"access_token\":\"\"}",
        "{\"access_token\":42}",
        "{\"access_token\":{\"a\":\"b\"}}",
        "{\"access_token\":\"a\\r\\nx-evil: b\",\"expires_in\":60}",
        "{\"access_token\":\"gr\u00fcn\",\"expires_in\":60}",
        "{\"access_token\":\"a b\\u0000\",\"expires_in\":60}",
        "{\"access_token\":\"abc\",\"expires_in\":0}",
        "{\"access_token\":\"abc\",\"expires_in\":-5}",
        "{\"access_token\":\"abc\",\"expires_in\":1e3}",
        "{\"access_token\":\"abc\",\"expires_in\":\"soon\"}",
        "{\"access_token\":\"abc\",\"token_type\":\"mac\",\"expires_in\":60}"
      })
  void garbage_is_no_token(String body) throws Exception {
    try (ScriptedTokenEndpoint endpoint =
        ScriptedTokenEndpoint.start(asked -> Reply.json(200, body))) {
      TokenClient client = client(endpoint, Secret.of(SECRET), null);

      assertThat(failure(client).getMessage()).doesNotContain("abc").doesNotContain("Sign in");
      assertThat(client.authorization()).isNull();
    }
  }

  @Test
  void a_huge_body_is_read_in_part_and_is_no_token() throws Exception {
    String huge = "{\"access_token\":\"abc\",\"x\":\"" + "y".repeat(8 << 20) + "\"}";
    try (ScriptedTokenEndpoint endpoint =
        ScriptedTokenEndpoint.start(asked -> Reply.json(200, huge))) {
      TokenClient client = client(endpoint, Secret.of(SECRET), null);

      assertThat(failure(client)).hasMessageContaining("no access token is in the response");
    }
  }

  @Test
  void a_huge_token_is_no_token() throws Exception {
    try (ScriptedTokenEndpoint endpoint =
        ScriptedTokenEndpoint.start(asked -> Reply.token("x".repeat(20_000), 60))) {
      assertThat(failure(client(endpoint, Secret.of(SECRET), null)))
          .hasMessageContaining("no access token is in the response");
    }
  }

  @Test
  void a_redirect_is_not_followed() throws Exception {
    try (ScriptedTokenEndpoint endpoint = ScriptedTokenEndpoint.start(asked ->
        new Reply(302, "text/html", "", Map.of("Location", "http://127.0.0.1:1/elsewhere")))) {
      assertThat(failure(client(endpoint, Secret.of(SECRET), null)))
          .hasMessage("status 302; redirects are not followed");
      assertThat(endpoint.asked()).hasSize(1);
    }
  }

  @Test
  void a_token_without_a_lifetime_is_renewed_soon() throws Exception {
    try (ScriptedTokenEndpoint endpoint = ScriptedTokenEndpoint.start(
        asked -> Reply.json(200, "{\"access_token\":\"" + TOKEN + "\"}"))) {
      assertThat(client(endpoint, Secret.of(SECRET), null).renew())
          .isEqualTo(Duration.ofMinutes(5));
    }
  }

  @Test
  void a_lifetime_in_quotes_is_read_and_an_endless_one_is_cut() throws Exception {
    try (ScriptedTokenEndpoint endpoint = ScriptedTokenEndpoint.start(asked -> Reply.json(
        200,
        "{\"access_token\":\"" + TOKEN + "\",\"expires_in\":"
            + (asked.number() == 1 ? "\"3599\"" : "9223372036854775807") + "}"))) {
      TokenClient client = client(endpoint, Secret.of(SECRET), null);

      assertThat(client.renew()).isEqualTo(Duration.ofSeconds(3_599));
      assertThat(client.renew()).isEqualTo(Duration.ofDays(30));
    }
  }

  @Test
  void an_endpoint_that_refuses_connections_is_named_by_the_failure() throws Exception {
    String url;
    try (ScriptedTokenEndpoint gone = ScriptedTokenEndpoint.start(asked -> Reply.token(TOKEN, 1))) {
      url = gone.url();
    }
    TokenClient client = client(url, Secret.of(SECRET), null);

    assertThat(failure(client).getMessage()).contains("127.0.0.1").doesNotContain("tenant");
    assertThat(client.source()).isEqualTo("127.0.0.1:" + URI.create(url).getPort());
  }

  @Test
  void the_token_of_before_is_kept_when_a_renewal_fails() throws Exception {
    try (ScriptedTokenEndpoint endpoint = ScriptedTokenEndpoint.start(
        asked -> asked.number() == 1 ? Reply.token(TOKEN, 60) : Reply.json(503, ""))) {
      TokenClient client = client(endpoint, Secret.of(SECRET), null);
      client.renew();

      assertThat(failure(client)).hasMessage("status 503");
      assertThat(client.authorization()).isEqualTo("Bearer " + TOKEN);
      assertThat(client.toString()).doesNotContain(TOKEN);
    }
  }

  private static IOException failure(TokenClient client) {
    return catchThrowableOfType(IOException.class, client::renew);
  }

  private TokenClient client(
      ScriptedTokenEndpoint endpoint, @Nullable Secret secret, @Nullable Secret assertion) {
    return client(endpoint.url(), secret, assertion);
  }

  private TokenClient client(String url, @Nullable Secret secret, @Nullable Secret assertion) {
    OAuth2Settings settings = new OAuth2Settings(
        URI.create(url), ID, secret, assertion, "https://monitor.azure.com/.default");
    return new TokenClient(
        settings, TransportSettings.DEFAULT, ReferenceNames.NONE, transports::http);
  }
}
