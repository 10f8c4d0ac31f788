/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import java.util.function.Supplier;

/** Measures the load of a lane and writes the log lines that are due, as its senders come by. Any thread. */
final class LaneHousekeeping implements Runnable {

  private final Supplier<ActiveSender> activeSender;
  private final LoadMeter meter;
  private final LaneLog notices;

  LaneHousekeeping(Supplier<ActiveSender> activeSender, LoadMeter meter, LaneLog notices) {
    this.activeSender = activeSender;
    this.meter = meter;
    this.notices = notices;
  }

  @Override
  public void run() {
    CredentialRenewer renewer = activeSender.get().renewer();
    if (renewer != null) {
      renewer.start(); // if the system gave no thread before
    }
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
