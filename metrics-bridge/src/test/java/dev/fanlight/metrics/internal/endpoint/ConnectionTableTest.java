/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ConnectionTableTest {
  private final ConnectionTable<String> table = new ConnectionTable<>();
  private final PeerAddress attacker = new PeerAddress(false, 1);
  private final PeerAddress scraper = new PeerAddress(false, 2);

  @Test
  void a_peer_at_its_maximum_gives_up_its_oldest_connection() {
    assertThat(table.enter(ConnectionPhase.REQUEST, "scraper", scraper, 0)).isNull();
    for (int i = 0; i < ConnectionPhase.REQUEST.maxPerPeer; i++) {
      assertThat(table.enter(ConnectionPhase.REQUEST, "attacker " + i, attacker, i))
          .isNull();
    }

    assertThat(table.enter(ConnectionPhase.REQUEST, "one more", attacker, 99))
        .isEqualTo("attacker 0");
  }

  @Test
  void a_full_phase_closes_the_oldest_connection_of_the_peer_with_the_most() {
    table.enter(ConnectionPhase.REQUEST, "scraper", scraper, 0);
    for (int i = 0; i < ConnectionPhase.REQUEST.max - 1; i++) {
      int third = i % 3;
      table.enter(ConnectionPhase.REQUEST, "attacker " + i, new PeerAddress(false, 10 + third), i);
    }

    assertThat(table.enter(ConnectionPhase.REQUEST, "new", new PeerAddress(false, 3), 99))
        .isEqualTo("attacker 0");
  }

  @Test
  void among_peers_with_one_connection_each_the_oldest_leaves() {
    for (int i = 0; i < ConnectionPhase.IDLE.max; i++) {
      assertThat(table.enter(ConnectionPhase.IDLE, "peer " + i, new PeerAddress(true, i), i))
          .isNull();
    }

    assertThat(table.enter(ConnectionPhase.IDLE, "new", new PeerAddress(true, 99), 99))
        .isEqualTo("peer 0");
  }

  @Test
  void phases_do_not_take_each_others_room() {
    for (int i = 0; i < 1_000; i++) {
      String victim = table.enter(ConnectionPhase.REQUEST, "half " + i, attacker, i);
      if (victim != null) {
        table.leave(ConnectionPhase.REQUEST, victim);
      }
    }

    assertThat(table.enter(ConnectionPhase.ANSWER, "scraper", attacker, 1_000)).isNull();
    assertThat(table.in(ConnectionPhase.ANSWER)).containsExactly("scraper");
    assertThat(table.in(ConnectionPhase.REQUEST))
        .hasSize(ConnectionPhase.REQUEST.maxPerPeer)
        .contains("half 999");
  }

  @Test
  void a_connection_expires_when_its_phase_has_lasted_for_the_deadline() {
    table.enter(ConnectionPhase.REQUEST, "first", attacker, Long.MAX_VALUE - 5);
    table.enter(ConnectionPhase.REQUEST, "second", attacker, Long.MIN_VALUE + 5);
    long deadline = Long.MAX_VALUE - 5 + ConnectionPhase.REQUEST.deadlineNanos;

    assertThat(table.expired(deadline - 1)).isEmpty();
    assertThat(table.expired(deadline)).containsExactly("first");
  }

  @Test
  void full_phases_leave_room_for_new_connections() {
    int most = Arrays.stream(ConnectionPhase.values())
        .filter(phase -> phase != ConnectionPhase.CONNECTED && phase != ConnectionPhase.COMPUTING)
        .mapToInt(phase -> phase.max)
        .sum();

    assertThat(most).isLessThanOrEqualTo(EndpointLoop.MAX_AT_REST - 9);
    assertThat(EndpointLoop.MAX_AT_REST).isLessThan(EndpointLoop.MAX_CONNECTIONS);
    assertThat(ConnectionPhase.CONNECTED.max).isEqualTo(EndpointLoop.MAX_AT_REST);
  }

  @Test
  void addresses_of_one_network_of_ipv6_are_one_peer() throws Exception {
    PeerAddress one = PeerAddress.of(InetAddress.getByName("2001:db8:1:2:3:4:5:6"));

    assertThat(PeerAddress.of(InetAddress.getByName("2001:db8:1:2:ffff::1"))).isEqualTo(one);
    assertThat(PeerAddress.of(InetAddress.getByName("2001:db8:1:3::1"))).isNotEqualTo(one);
    assertThat(one).hasToString("2001:db8:1:2:0:0:0:0/64");
    assertThat(PeerAddress.of(InetAddress.getByName("192.0.2.200"))).hasToString("192.0.2.200");
  }
}
