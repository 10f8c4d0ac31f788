/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.service;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From a legacy session to an OAuth token set: the step that fails for some customers. */
final class SessionTransfer {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final RequestBody EMPTY = RequestBody.create(new byte[0]);

  private final OkHttpClient client;
  private final Tracer tracer;
  private final Map<String, HttpUrl> hosts;
  private final boolean allowsBrowsing;

  /**
   * @param hosts the account hosts by the homes that customers have; "central" also keeps the legacy
   *     sessions
   * @param allowsBrowsing whether a customer without all scopes may browse; otherwise the transfer fails
   */
  SessionTransfer(
      OkHttpClient client, Tracer tracer, Map<String, HttpUrl> hosts, boolean allowsBrowsing) {
    this.client = client;
    this.tracer = tracer;
    this.hosts = Map.copyOf(hosts);
    this.allowsBrowsing = allowsBrowsing;
  }

  /** Logs in the old way, then trades the session in. */
  @SuppressWarnings("try") // the scope is there to be left
  TokenSet transfer(String customer) throws TransferFailed {
    Span span = tracer.spanBuilder("session.transfer").startSpan();
    try (Scope ignored = span.makeCurrent()) {
      return tokens(customer, legacySession(customer));
    } catch (TransferFailed e) {
      span.setAttribute("error.type", e.reason());
      span.setAttribute("error.message", String.valueOf(e.getMessage()));
      span.setStatus(StatusCode.ERROR, String.valueOf(e.getMessage()));
      throw e;
    } finally {
      span.end();
    }
  }

  private JsonNode legacySession(String customer) throws TransferFailed {
    return post("central", "legacy/login", customer, "");
  }

  private TokenSet tokens(String customer, JsonNode legacy) throws TransferFailed {
    String home = legacy.path("home").asString();
    JsonNode answer = post(home, "oauth/token", customer, legacy.path("session").asString());
    Set<String> scopes = Set.of(answer.path("scope").asString().split(" ", -1));
    var tokens = new TokenSet(
        answer.path("access_token").asString(), answer.path("refresh_token").asString(), scopes);
    if (!tokens.opensSession() && !allowsBrowsing) {
      var missing = new HashSet<>(TokenSet.MINIMUM);
      missing.removeAll(scopes);
      throw TransferFailed.missingScopes(
          "customer is suspended: missing scopes " + new TreeSet<>(missing));
    }
    return tokens;
  }

  private JsonNode post(String home, String path, String customer, String session)
      throws TransferFailed {
    HttpUrl host = Objects.requireNonNull(hosts.get(home), () -> "no account host for " + home);
    HttpUrl url = host.newBuilder()
        .addPathSegments(path)
        .addQueryParameter("customer", customer)
        .build();
    var request =
        new Request.Builder().url(url).header("Cookie", "LEGACY=" + session).post(EMPTY);
    try (Response response = client.newCall(request.build()).execute()) {
      return JSON.readTree(response.body().string());
    } catch (IOException e) {
      throw TransferFailed.of(e);
    }
  }
}
