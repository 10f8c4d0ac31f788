/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostPolicyTest {
  @ParameterizedTest
  @CsvSource({
    "localhost, true",
    "LOCALHOST:9464, true",
    "localhost.:9464, true",
    "127.0.0.1, true",
    "127.0.0.1:80, true",
    "[::1], true",
    "[::1]:9464, true",
    "metrics.test:9464, true",
    "evil.example, false",
    "evil.example:9464, false",
    "localhost.evil.example, false",
    "127.0.0.1.evil.example, false",
    "evil.example:localhost, false",
    "user@localhost, false",
    "'', false",
  })
  void a_listener_on_loopback_answers_local_hosts_and_the_configured_one(
      String host, boolean isAllowed) {
    assertThat(new HostPolicy(true, "Metrics.test").allows(host)).isEqualTo(isAllowed);
  }

  @ParameterizedTest
  @CsvSource({"::1, [::1]:9464", "0:0:0:0:0:0:0:1, [0:0:0:0:0:0:0:1]:1", "[::1], [::1]"})
  void an_address_of_ipv6_may_be_the_configured_host(String configured, String host) {
    assertThat(new HostPolicy(true, configured).allows(host)).isTrue();
  }

  @Test
  void another_listener_answers_every_host() {
    assertThat(new HostPolicy(false, "0.0.0.0").allows("shop.example")).isTrue();
  }

  @Test
  void a_request_without_a_host_is_answered() {
    assertThat(new HostPolicy(true, "localhost").allows(null)).isTrue();
  }
}
