/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

/** Ends a thread of a simulation that is over. */
final class SimulationEnded extends Error {

  private static final long serialVersionUID = 1;

  SimulationEnded() {
    super("the simulation is over", null, false, false);
  }
}
