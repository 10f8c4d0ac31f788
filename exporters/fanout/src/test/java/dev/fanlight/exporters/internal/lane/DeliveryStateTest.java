/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.lane.DeliveryState.Cause;
import dev.fanlight.exporters.internal.lane.DeliveryState.Fresh;
import dev.fanlight.exporters.internal.lane.DeliveryState.Held;
import dev.fanlight.exporters.internal.lane.DeliveryState.InFlight;
import dev.fanlight.exporters.internal.lane.DeliveryState.Refusal;
import dev.fanlight.exporters.internal.lane.DeliveryState.Refused;
import dev.fanlight.exporters.internal.lane.DeliveryState.Settled;
import dev.fanlight.exporters.internal.lane.DeliveryState.Waiting;
import dev.fanlight.exporters.internal.send.Outcome.Rejected;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The transitions of a delivery are those of the table in its Javadoc, and no others. */
class DeliveryStateTest {

  private static final Refusal REFUSAL =
      new Refusal(new Rejected("http_400", ""), Cause.REJECTED, new Bisection(2, 24));

  /** In the order of the table's columns. */
  private static final List<UnaryOperator<DeliveryState>> EVENTS = List.of(
      state -> state.begin(false),
      DeliveryState::send,
      DeliveryState::end,
      DeliveryState::park,
      state -> state.refuse(REFUSAL, 1, 2),
      DeliveryState::reconsider,
      DeliveryState::resume,
      DeliveryState::settle);

  @Test
  void each_event_leads_where_the_table_says() {
    assertThat(row(new Fresh())).isEqualTo("InFlight - - - - - - Settled");
    assertThat(row(new Held())).isEqualTo("InFlight - - Waiting - - - Settled");
    assertThat(row(new InFlight(false, false))).isEqualTo("- InFlight Held - - - - Settled");
    assertThat(row(new Waiting())).isEqualTo("- - - - Refused - Held Settled");
    assertThat(row(new Refused(REFUSAL, 1, 2))).isEqualTo("- - - - - Waiting Held Settled");
    assertThat(row(new Settled())).isEqualTo("- - - - - - - Settled");
  }

  @Test
  void a_request_that_is_sent_is_still_the_same_attempt() {
    assertThat(new Fresh().begin(true).send()).isEqualTo(new InFlight(true, true));
  }

  @Test
  void a_refused_delivery_keeps_its_refusal() {
    assertThat(new Held().park().refuse(REFUSAL, 1, 2)).isEqualTo(new Refused(REFUSAL, 1, 2));
  }

  private static String row(DeliveryState state) {
    List<String> row = new ArrayList<>();
    for (UnaryOperator<DeliveryState> event : EVENTS) {
      try {
        row.add(event.apply(state).getClass().getSimpleName());
      } catch (IllegalStateException noSuchTransition) {
        row.add("-");
      }
    }
    return String.join(" ", row);
  }
}
