/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import java.util.Optional;

/**
 * A line of the script.
 *
 * @param startMillis since the start of the run
 * @param endMillis end of the trouble, since the start of the run
 * @param vendor empty for a trouble of the generator
 */
record Trouble(TroubleKind kind, Optional<ChaosVendor> vendor, long startMillis, long endMillis) {

  @Override
  public String toString() {
    return vendor.map(broken -> broken.label() + " ").orElse("") + kind;
  }
}
