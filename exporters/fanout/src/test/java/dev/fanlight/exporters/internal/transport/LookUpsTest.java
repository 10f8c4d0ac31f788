/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanlight.exporters.internal.threads.Threads;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LookUpsTest {

  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final LookUps lookUps = new LookUps(this::remember, Threads.OURS);

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1", "0.0.0.0", "255.255.255.255", "10.20.30.4", "::1", "fe80::1"})
  void an_address_is_parsed_and_asks_no_resolver(String address) throws Exception {
    assertThat(lookUps.resolve(address, attempt())).containsExactly(InetAddress.getByName(address));
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "a.example",
        "127.0.0",
        "127.0.0.1.",
        "127.0.0.1.5",
        "256.0.0.1",
        "1.2.3.4444444444",
        "01.2.3.4",
        "1..2.3",
        ".1.2.3.4",
        "1.2.3.a",
        "4",
        "1.2.3.4.example"
      })
  void whatever_else_is_a_name(String name) {
    assertThatThrownBy(() -> lookUps.resolve(name, attempt()))
        .isInstanceOf(UnknownHostException.class);
    assertThat(asked).containsExactly(name);
  }

  private InetAddress[] remember(String host) throws UnknownHostException {
    asked.add(host);
    throw new UnknownHostException(host);
  }

  private static ExchangeAttempt attempt() {
    return new ExchangeAttempt(
        TransportFixture.post(URI.create("http://vendor.example"), 1, TransportFixture.LONG),
        System.nanoTime());
  }
}
