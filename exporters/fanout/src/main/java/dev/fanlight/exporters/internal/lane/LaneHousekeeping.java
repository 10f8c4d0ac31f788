/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

/** Measures the load of a lane and writes the log lines that are due, as its senders come by. Any thread. */
final class LaneHousekeeping implements Runnable {

  private final LoadMeter meter;
  private final LaneLog notices;

  LaneHousekeeping(LoadMeter meter, LaneLog notices) {
    this.meter = meter;
    this.notices = notices;
  }

  @Override
  public void run() {
    if (meter.isDue()) {
      measure();
    }
    notices.tellDue();
  }

  /** Measures now, before a loss is told: the load may be its cause. */
  void measure() {
    notices.measured(meter.measure());
  }
}
