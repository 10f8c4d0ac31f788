/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.concurrent.CountDownLatch;

/** A filter that holds each event until a latch opens. */
final class Gate extends Filter<ILoggingEvent> {
  private final CountDownLatch latch;

  Gate(CountDownLatch latch) {
    this.latch = latch;
  }

  @Override
  public FilterReply decide(ILoggingEvent event) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return FilterReply.NEUTRAL;
  }
}
