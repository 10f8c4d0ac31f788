/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import dev.fanlight.exporters.internal.ledger.Ledger;
import dev.fanlight.exporters.internal.log.BatchLog;
import dev.fanlight.exporters.internal.send.SenderFactory;
import dev.fanlight.exporters.internal.settings.FanoutSettings;
import dev.fanlight.exporters.internal.settings.LaneSettings;
import io.opentelemetry.sdk.common.Clock;
import java.util.Map;
import java.util.function.Function;

/** Opens fan-outs for simulations in other packages. */
public final class SimulatedFanout {

  private SimulatedFanout() {}

  /** Returns the definition of the view that a vendor asks for. */
  public static String viewOf(LaneSettings vendor) {
    return View.of(vendor).definition();
  }

  /** A fan-out over any log and senderFactory, as in a heap of a given size. */
  public static Fanout open(
      FanoutSettings settings,
      Map<String, Ledger> ledgersBefore,
      Function<Clock, BatchLog> opening,
      SenderFactory senderFactory,
      long heapBytes,
      Clock clock) {
    return new Fanout(
        settings,
        ledgersBefore,
        opening,
        transports -> senderFactory,
        HeapBudget.of(heapBytes),
        null,
        clock);
  }
}
