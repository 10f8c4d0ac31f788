/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.boot.autoconfigure;

import dev.fanlight.exporters.Fanlight;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.spi.LedgerSnapshot.State;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.core.env.Environment;

/** The health that the vendors' states amount to; answers from memory. */
final class VendorHealth {
  private static final String DOWN_WHEN = "fanlight.health.down-when";
  private static final Set<State> DOWN =
      Set.of(State.OPEN, State.HALF_OPEN, State.UNAUTHORISED, State.QUOTA);
  private static final Set<State> GONE = Set.of(State.DRAINING, State.STOPPED);

  /** The word of the status page. */
  private static final String LEFT_OUT = "left_out";

  private enum DownWhen {
    NEVER,
    ANY,
    ALL
  }

  private final Fanlight fanlight;
  private final DownWhen downWhen;

  VendorHealth(Fanlight fanlight, Environment environment) {
    this.fanlight = fanlight;
    this.downWhen = downWhen(environment.getProperty(DOWN_WHEN, "never"));
  }

  private static DownWhen downWhen(String value) {
    try {
      return DownWhen.valueOf(value.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      StarterLog.warn(DOWN_WHEN + " must be never, any or all; never is used");
      return DownWhen.NEVER;
    }
  }

  boolean isDown() {
    List<LedgerSnapshot> vendors = current();
    int leftOut = fanlight.vendorsLeftOut().size();
    long down = leftOut
        + vendors.stream().filter(vendor -> DOWN.contains(vendor.state())).count();
    return switch (downWhen) {
      case NEVER -> false;
      case ANY -> down > 0;
      case ALL -> down > 0 && down == vendors.size() + leftOut;
    };
  }

  Map<String, Object> details() {
    Map<String, Object> details = new LinkedHashMap<>();
    for (LedgerSnapshot vendor : current()) {
      details.put(vendor.vendor(), vendor.state().name().toLowerCase(Locale.ROOT));
    }
    for (String vendor : fanlight.vendorsLeftOut()) {
      details.put(vendor, LEFT_OUT);
    }
    return details;
  }

  private List<LedgerSnapshot> current() {
    return fanlight.ledgerSnapshots().stream()
        .filter(vendor -> !GONE.contains(vendor.state()))
        .toList();
  }
}
