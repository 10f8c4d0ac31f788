/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.service;

import com.sun.net.httpserver.HttpExchange;
import io.opentelemetry.sdk.common.Clock;
import java.io.IOException;
import java.time.Duration;

/**
 * A fault that the demo's page switches on for a while: the account service gives regular customers a wrong account
 * host as their home. Any thread.
 *
 * <table>
 *   <caption>Endpoint</caption>
 *   <tr><td>{@code POST /fault?kind=dns&millis=20000}</td><td>all regular customers: a host name that does not
 *   exist</td></tr>
 *   <tr><td>{@code POST /fault?kind=timeout&millis=20000}</td><td>one regular customer in five: a host that does
 *   not answer</td></tr>
 * </table>
 */
final class HomeFault {
  private static final int ONE_IN = 5;

  private final Clock clock;
  private volatile Active active;

  HomeFault(Clock clock) {
    this.clock = clock;
    this.active = new Active("", clock.nanoTime());
  }

  private record Active(String kind, long untilNanos) {}

  /** Returns the home of the customer, which is wrong while the fault is on. */
  String home(Customer customer) {
    Active now = active;
    boolean isOn = now.untilNanos() - clock.nanoTime() > 0;
    if (!isOn || !customer.isRegular()) {
      return customer.home();
    }
    return switch (now.kind()) {
      case "dns" -> "moved";
      case "timeout" -> customer.number() % ONE_IN == 0 ? "remote" : customer.home();
      default -> customer.home();
    };
  }

  /** Switches the fault of the query on. */
  void start(HttpExchange exchange) throws IOException {
    Duration time = Duration.ofMillis(Long.parseLong(QueryParameter.of(exchange, "millis", "0")));
    String kind = QueryParameter.of(exchange, "kind", "");
    active = new Active(kind, clock.nanoTime() + time.toNanos());
    JsonReply.json(200, "{}").send(exchange);
  }
}
