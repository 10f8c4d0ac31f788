/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanlight.exporters.internal.ledger.Ledger;
import dev.fanlight.exporters.spi.LedgerSnapshot.State;
import dev.fanlight.exporters.testing.ManualClock;
import org.junit.jupiter.api.Test;

/** Attempts of a lane, before and after it was closed. */
class SenderChainTest {

  private static final EncodedRequest REQUEST = new EncodedRequest(new byte[1], 1, "identity");

  private final Ledger ledger = new Ledger("acme");
  private final SenderChain chain = new SenderChain(ledger, new ManualClock());
  private final CountedWire wire = new CountedWire();

  /** Counts the requests that reach the wire. */
  private static final class CountedWire implements Sender {
    int requests;

    @Override
    public Outcome send(EncodedRequest request) {
      requests++;
      return new Outcome.Delivered(0, "");
    }

    @Override
    public void close() {}
  }

  @Test
  void an_attempt_that_reaches_the_sender_after_close_is_neither_made_nor_counted()
      throws Exception {
    Sender sender = chain.around(wire);
    sender.send(REQUEST);
    sender.close();

    assertThatThrownBy(() -> sender.send(REQUEST)).isInstanceOf(InterruptedException.class);

    assertThat(ledger.account(State.STOPPED).attempts()).isEqualTo(1);
    assertThat(wire.requests).isEqualTo(1);
  }

  @Test
  void a_sender_from_before_an_edit_of_the_settings_ends_with_the_lane() {
    Sender before = chain.around(wire);
    Sender now = chain.around(wire);
    now.close();

    assertThatThrownBy(() -> before.send(REQUEST)).isInstanceOf(InterruptedException.class);

    assertThat(ledger.account(State.STOPPED).attempts()).isZero();
    assertThat(wire.requests).isZero();
  }
}
