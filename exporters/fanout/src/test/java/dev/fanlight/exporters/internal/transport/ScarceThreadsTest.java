/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanlight.exporters.internal.settings.TransportSettings;
import dev.fanlight.exporters.internal.transport.Exchange.Cause;
import dev.fanlight.exporters.testing.ScarceThreads;
import java.net.InetAddress;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A system without a thread to give fails the attempt at hand, and no later one. */
@Timeout(30)
class ScarceThreadsTest {

  @Test
  void a_look_up_without_a_thread_fails_at_once_and_the_next_one_is_made() throws Exception {
    try (var server = ScriptedServer.start(ScriptedServer.OK);
        var fixture = scarceOf("look-up")) {
      URI byName = URI.create("http://vendor.test:" + server.port() + "/");

      var failure = TransportFixture.failure(fixture.send(byName));

      assertThat(failure.cause()).isEqualTo(Cause.DNS);
      assertThat(failure.message()).contains("no thread");
      assertThat(failure.mayHaveArrived()).isFalse();
      assertThat(fixture.answerOf(byName).status()).isEqualTo(200);
    }
  }

  @Test
  void an_attempt_that_nobody_can_watch_is_not_made_and_the_next_one_is_watched() throws Exception {
    try (var server = ScriptedServer.start(peer -> peer.swallow());
        var fixture = scarceOf("watchdog")) {

      assertThatThrownBy(() -> fixture.send(server.http("/"))).isInstanceOf(OutOfMemoryError.class);

      assertThat(server.accepted()).isZero();
      var failure = TransportFixture.failure(fixture.sendBriefly(server.http("/")));
      assertThat(failure.cause()).isEqualTo(Cause.TIMEOUT);
    }
  }

  private static TransportFixture scarceOf(String role) {
    return new TransportFixture(
        TransportSettings.DEFAULT,
        host -> new InetAddress[] {InetAddress.getLoopbackAddress()},
        new ScarceThreads(role, 1));
  }
}
