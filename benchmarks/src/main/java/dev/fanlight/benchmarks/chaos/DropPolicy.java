/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import java.util.ArrayList;
import java.util.List;

/** Which reasons of a drop the script can lead to; any other one is a fault. */
final class DropPolicy {

  /** A kill may tear the batch that is being written, and the one behind it. */
  private static final long MOST_TORN = 2 * 2_048;

  private DropPolicy() {}

  /** Returns a sentence for each reason that the script does not explain. */
  static List<String> problems(ChaosVendor vendor, VendorLedger ledger, int kills) {
    List<String> problems = new ArrayList<>();
    ledger.dropped().forEach((reason, spans) -> {
      boolean isExplained = switch (reason) {
        case "torn" -> spans <= kills * MOST_TORN;
        case "vendor_removed", "unconfirmed" -> vendor == ChaosVendor.SWAPPED;
        default -> false;
      };
      if (!isExplained) {
        problems.add(vendor.label() + " has " + spans + " spans dropped for " + reason
            + ", which no trouble of the script explains");
      }
    });
    return problems;
  }
}
