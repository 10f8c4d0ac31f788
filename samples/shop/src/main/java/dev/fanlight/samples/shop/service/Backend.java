/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.service;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The backend: opens the customer's session, and transfers it from legacy to OAuth once. */
final class Backend {
  private static final Logger LOG = LoggerFactory.getLogger(Backend.class);

  private static final Duration ACCOUNT_CONNECT_TIMEOUT = Duration.ofSeconds(6);

  private final SessionTransfer transfer;

  private Backend(SessionTransfer transfer) {
    this.transfer = transfer;
  }

  public static void main(String[] args) throws IOException {
    ServiceSettings settings = ServiceSettings.of("backend");
    ShopService service = ShopService.open(settings);
    var transfer = new SessionTransfer(
        service.client("account", ACCOUNT_CONNECT_TIMEOUT, Duration.ofSeconds(2)),
        service.openTelemetry().getTracer("shop.backend"),
        Map.of(
            "central", HttpUrl.get(ServiceSettings.variable("account")),
            "moved", HttpUrl.get(ServiceSettings.variable("account_moved")),
            "remote", HttpUrl.get(ServiceSettings.variable("account_remote"))),
        settings.isFixed());
    service.serve("/session", new TokenCookies(new Backend(transfer)::open));
    service.run();
  }

  private TokenCookies.MiddlewareReply open(String customer, Optional<TokenSet> held) {
    if (held.filter(TokenSet::opensSession).isPresent()) {
      LOG.atInfo().addKeyValue("customer", customer).log("session known");
      return new TokenCookies.MiddlewareReply(
          JsonReply.of(200, Map.of("session", "known")), Optional.empty());
    }
    try {
      TokenSet tokens = transfer.transfer(customer);
      if (!tokens.opensSession()) { // since 1.1.0
        LOG.atInfo().addKeyValue("customer", customer).log("session opened for browsing only");
        return new TokenCookies.MiddlewareReply(
            JsonReply.of(200, Map.of("session", "browsing")), Optional.empty());
      }
      LOG.atInfo().addKeyValue("customer", customer).log("session transferred");
      JsonReply reply = JsonReply.of(200, Map.of("session", "transferred"));
      return new TokenCookies.MiddlewareReply(reply, Optional.of(tokens));
    } catch (TransferFailed e) {
      LOG.atError()
          .addKeyValue("customer", customer)
          .addKeyValue("cause", e.reason())
          .setCause(e)
          .log("session transfer failed: {}", e.getMessage());
      JsonReply reply = JsonReply.of(e.status(), Map.of("session", "legacy", "cause", e.reason()));
      return new TokenCookies.MiddlewareReply(reply, Optional.empty());
    }
  }
}
