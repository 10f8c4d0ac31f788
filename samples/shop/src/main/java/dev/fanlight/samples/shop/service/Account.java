/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.service;

import com.sun.net.httpserver.HttpExchange;
import io.opentelemetry.sdk.common.Clock;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The account service: the legacy login, and OAuth token sets in exchange for a legacy session. */
final class Account {
  private static final Logger LOG = LoggerFactory.getLogger(Account.class);

  private final HomeFault fault = new HomeFault(Clock.getDefault());

  private Account() {}

  public static void main(String[] args) throws IOException {
    ShopService service = ShopService.open(ServiceSettings.of("account"));
    var account = new Account();
    service.serve("/legacy/login", account::login);
    service.serve("/oauth/token", Account::token);
    service.control("/fault", account.fault::start);
    service.run();
  }

  private void login(HttpExchange exchange) throws IOException {
    var customer = new Customer(QueryParameter.customer(exchange));
    LOG.atInfo().addKeyValue("customer", customer.name()).log("legacy session opened");
    JsonReply.of(200, Map.of("session", UUID.randomUUID().toString(), "home", fault.home(customer)))
        .send(exchange);
  }

  private static void token(HttpExchange exchange) throws IOException {
    var customer = new Customer(QueryParameter.customer(exchange));
    List<String> scopes =
        customer.isSuspended() ? List.of("shop:browse") : List.of("shop:session", "shop:order");
    LOG.atInfo()
        .addKeyValue("customer", customer.name())
        .addKeyValue("scopes", String.join(" ", scopes))
        .log("token set issued");
    JsonReply.of(
            200,
            Map.of(
                "access_token", UUID.randomUUID().toString(),
                "refresh_token", UUID.randomUUID().toString(),
                "scope", String.join(" ", scopes)))
        .send(exchange);
  }
}
