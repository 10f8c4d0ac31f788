/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.send;

import dev.fanlight.exporters.internal.settings.HeaderRules;
import dev.fanlight.exporters.internal.settings.LaneSettings;
import dev.fanlight.exporters.internal.settings.OAuth2Settings;
import dev.fanlight.exporters.internal.settings.TransportSettings;
import dev.fanlight.exporters.internal.text.ForeignText;
import dev.fanlight.exporters.internal.text.ReferenceNames;
import dev.fanlight.exporters.internal.text.SecretValues;
import dev.fanlight.exporters.internal.transport.Exchange;
import dev.fanlight.exporters.internal.transport.Origin;
import dev.fanlight.exporters.internal.transport.Request;
import dev.fanlight.exporters.internal.transport.Transport;
import dev.fanlight.exporters.internal.transport.Transports;
import dev.fanlight.exporters.internal.wire.TokenResponse;
import dev.fanlight.exporters.spi.Renewal;
import dev.fanlight.exporters.spi.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The OAuth 2.0 client of one vendor: it gets access tokens from a token endpoint, over connections of its own with the
 * TLS settings and the proxy of the vendor. {@link #renew} is called by one thread at a time; all further methods are safe on
 * any thread.
 */
public final class TokenClient implements Renewal {

  /*
   * RFC 6749, section 2.3.1, has two ways to send a secret: in the body and by the Basic scheme. Endpoints support one of
   * them or both, and say invalid_client if it was the other one. So the second way is tried within the same renewal, once;
   * the way that got a token is used from then on.
   *
   * The transport cuts a body at 64 KiB, which is no JSON object any more, so a huge body is garbage like any other.
   */

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** The lifetime of a token whose response has none. */
  private static final Duration UNKNOWN_LIFETIME = Duration.ofMinutes(5);

  private static final long MAX_LIFETIME_SECONDS = Duration.ofDays(30).toSeconds();
  private static final int MAX_TOKEN_CHARS = 16_384;

  private static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private final OAuth2Settings settings;
  private final TransportSettings way;
  private final ReferenceNames references;
  private final LaneTransport transport;
  private final String source;
  private volatile @Nullable String token;
  private boolean usesBasic;

  TokenClient(
      OAuth2Settings settings,
      TransportSettings way,
      ReferenceNames references,
      Function<TransportSettings, Transport> opening) {
    this.settings = settings;
    this.way = way;
    this.references = references;
    this.transport = new LaneTransport(opening);
    this.source = references.hide(Origin.of(settings.tokenUrl()).authority());
  }

  /** Returns the client of a lane, over these transports; null if the lane has no {@code oauth2}. */
  public static @Nullable TokenClient of(LaneSettings lane, Transports transports) {
    OAuth2Settings settings = lane.oauth2();
    return settings == null
        ? null
        : new TokenClient(settings, lane.transport(), lane.references(), transports::http);
  }

  /** Returns true if this client gets the same tokens as a new one for these settings. */
  boolean serves(LaneSettings lane) {
    return settings.equals(lane.oauth2()) && way.equals(lane.transport());
  }

  /** Returns this as the renewal of a lane; without tokens, a start does not load that type. */
  Renewal renewal() {
    return this;
  }

  @Override
  public String source() {
    return source;
  }

  /** Returns the value of the header {@code authorization}; null before the first token. */
  public @Nullable String authorization() {
    String current = token;
    return current == null ? null : "Bearer " + current;
  }

  @Override
  public Duration renew() throws IOException, InterruptedException {
    refresh(settings.clientSecret()); // a file of it may have changed
    refresh(settings.clientAssertion());
    transport.prepare(way);
    Exchange.Answer answer = ask(usesBasic);
    if (settings.clientSecret() != null && isClientRefused(answer)) {
      Exchange.Answer other = ask(!usesBasic);
      if (other.status() == 200) {
        usesBasic = !usesBasic;
        answer = other;
      }
    }
    return take(answer);
  }

  private static void refresh(@Nullable Secret secret) {
    if (secret != null) {
      secret.refresh();
    }
  }

  private static boolean isClientRefused(Exchange.Answer answer) {
    return answer.status() == 401
        || (answer.status() == 400
            && TokenResponse.parse(answer.body()).error().equals("invalid_client"));
  }

  private Exchange.Answer ask(boolean basic) throws IOException, InterruptedException {
    Map<String, String> headers = new HashMap<>();
    headers.put("user-agent", UserAgent.TEXT);
    headers.put("accept", "application/json");
    headers.put("content-type", "application/x-www-form-urlencoded");
    if (basic) {
      headers.put("authorization", basicAuthorization());
    }
    byte[] body = form(basic).getBytes(StandardCharsets.UTF_8);
    Exchange exchange =
        transport.exchange(way, new Request(settings.tokenUrl(), headers, body, TIMEOUT));
    if (exchange instanceof Exchange.Answer answer) {
      return answer;
    }
    Exchange.Failure failure = ((Exchange.Failure) exchange).hiding(references);
    throw new IOException(clean(failure.messageWithCure()));
  }

  private String form(boolean basic) {
    StringBuilder form = new StringBuilder("grant_type=client_credentials");
    if (!basic) {
      add(form, "client_id", settings.clientId());
    }
    Secret assertion = settings.clientAssertion();
    if (assertion != null) {
      add(form, "client_assertion_type", JWT_BEARER);
      add(form, "client_assertion", assertion.reveal().strip());
    }
    Secret secret = settings.clientSecret();
    if (secret != null && !basic) {
      add(form, "client_secret", secret.reveal());
    }
    String scope = settings.scope();
    if (scope != null) {
      add(form, "scope", scope);
    }
    return form.toString();
  }

  private static void add(StringBuilder form, String name, String value) {
    form.append('&').append(name).append('=').append(encoded(value));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private String basicAuthorization() {
    Secret secret = settings.clientSecret();
    String pair =
        encoded(settings.clientId()) + ":" + (secret == null ? "" : encoded(secret.reveal()));
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private Duration take(Exchange.Answer answer) throws IOException {
    TokenResponse response = TokenResponse.parse(answer.body());
    if (answer.status() != 200) {
      throw new IOException("status " + answer.status() + words(answer.status(), response));
    }
    String fresh = response.accessToken();
    if (fresh.isEmpty() || fresh.length() > MAX_TOKEN_CHARS || !isUsable(fresh)) {
      throw new IOException(
          "status 200, but no access token is in the response; check that token_url is the token endpoint");
    }
    if (!response.tokenType().isEmpty() && !response.tokenType().equalsIgnoreCase("bearer")) {
      throw new IOException("the token is not a bearer token, and Fanlight can send no other");
    }
    if (response.expiresInSeconds() < 0) {
      throw new IOException("the token has an expires_in that is no positive number of seconds");
    }
    token = fresh;
    return response.expiresInSeconds() == 0
        ? UNKNOWN_LIFETIME
        : Duration.ofSeconds(Math.min(response.expiresInSeconds(), MAX_LIFETIME_SECONDS));
  }

  private static boolean isUsable(String token) {
    return HeaderRules.grpcFault("authorization", token) == null;
  }

  private String words(int status, TokenResponse response) {
    if (status / 100 == 3) {
      return "; redirects are not followed";
    }
    String error = response.error();
    String description = response.errorDescription();
    String words = error + (error.isEmpty() || description.isEmpty() ? "" : ": ") + description;
    return words.isEmpty() ? "" : ": " + clean(words);
  }

  /** Returns foreign text without the client's credentials, the token and the texts of references. */
  private String clean(String foreign) {
    List<String> secrets = new ArrayList<>(references.texts());
    Secret secret = settings.clientSecret();
    if (secret != null) {
      secrets.add(secret.reveal());
      secrets.add(basicAuthorization());
    }
    Secret assertion = settings.clientAssertion();
    if (assertion != null) {
      secrets.add(assertion.reveal().strip());
    }
    String current = authorization();
    if (current != null) {
      secrets.add(current);
    }
    TransportSettings.Proxy proxy = way.proxy();
    if (proxy != null) {
      secrets.addAll(proxy.secrets());
    }
    return ForeignText.clean(foreign, SecretValues.of(secrets, tokenUrl()));
  }

  private URI tokenUrl() {
    return settings.tokenUrl();
  }

  @Override
  public void close() {
    transport.close();
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "TokenClient{" + source + "}";
  }
}
