/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.send;

import dev.fanlight.exporters.internal.settings.HeaderRules;
import dev.fanlight.exporters.internal.settings.LaneSettings;
import dev.fanlight.exporters.internal.settings.TransportSettings;
import dev.fanlight.exporters.internal.text.ReferenceNames;
import dev.fanlight.exporters.internal.text.SecretValues;
import dev.fanlight.exporters.internal.transport.Exchange;
import dev.fanlight.exporters.internal.transport.Request;
import dev.fanlight.exporters.spi.Renewal;
import dev.fanlight.exporters.spi.Signer;
import dev.fanlight.exporters.spi.Vendor;
import io.opentelemetry.sdk.common.Clock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A sender that makes one attempt as one POST to the vendor's endpoint. */
final class HttpSender implements Sender {

  private final String name;
  private final Vendor vendor;
  private final Duration timeout;
  private final TransportSettings way;
  private final LaneTransport transport;
  private final @Nullable TokenClient tokens;
  private final RequestTimes times;
  private final ReferenceNames references;
  private final @Nullable URI shownEndpoint;
  private final Clock clock;

  /**
   * A sender for the settings of a lane.
   *
   * @param tokens gets the access tokens of the lane's {@code oauth2}; null if it has none
   */
  HttpSender(
      LaneSettings settings,
      LaneTransport transport,
      @Nullable TokenClient tokens,
      RequestTimes times,
      Clock clock) {
    this.name = settings.name();
    this.vendor = settings.vendor();
    this.timeout = settings.timeout();
    this.way = settings.transport();
    this.transport = transport;
    this.tokens = tokens;
    this.times = times;
    this.references = settings.references();
    this.shownEndpoint = settings.shownEndpoint();
    this.clock = clock;
  }

  @Override
  public Outcome send(EncodedRequest request) throws InterruptedException {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("user-agent", UserAgent.TEXT);
    headers.putAll(vendor.headers().current());
    if (tokens != null) {
      String authorization = tokens.authorization();
      if (authorization == null) { // the lane waits for the first token, and does not come here
        return noToken(tokens);
      }
      headers.put("authorization", authorization);
    }
    headers.put("content-type", vendor.wire().contentType());
    if (!request.encoding().equals("identity")) {
      headers.put("content-encoding", request.encoding());
    }
    Signer signer = vendor.signer();
    if (signer != null) {
      headers.putAll(
          signer.sign(vendor.endpoint(), Collections.unmodifiableMap(headers), request.body()));
    }
    String fault = HeaderRules.fault(headers, vendor.protocol() == Vendor.Protocol.GRPC);
    if (fault != null) {
      return new Outcome.Later(
          Outcome.Kind.FAILURE, "unusable_header", Duration.ZERO, false, fault);
    }
    long start = clock.nanoTime();
    Exchange exchange =
        transport.exchange(way, new Request(vendor.endpoint(), headers, request.body(), timeout));
    times.ended(name, shownEndpoint, exchange, clock.nanoTime() - start);
    Exchange shown =
        exchange instanceof Exchange.Failure failure ? failure.hiding(references) : exchange;
    return HttpAnswers.outcome(
        shown, vendor, credentials(headers), Instant.ofEpochSecond(0, clock.now()));
  }

  private static Outcome noToken(TokenClient tokens) {
    return new Outcome.Later(
        Outcome.Kind.FAILURE,
        "no_token",
        Duration.ZERO,
        false,
        "waiting for credentials from " + tokens.source());
  }

  @Override
  public @Nullable Renewal renewal() {
    return tokens == null ? vendor.renewal() : tokens.renewal();
  }

  /** Returns the credentials of a signer and of the proxy, and the texts of references. */
  private Collection<String> credentials(Map<String, String> headers) {
    Collection<String> credentials = SecretValues.valuesOf(headers);
    TransportSettings.Proxy proxy = way.proxy();
    if (proxy != null) {
      credentials.addAll(proxy.secrets());
    }
    credentials.addAll(references.texts());
    return credentials;
  }

  @Override
  public void close() {
    transport.close();
  }
}
