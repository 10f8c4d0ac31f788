/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.event;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.Map;

/** A reader of the MDC of an event that does not throw. */
public final class MdcReader {
  private MdcReader() {}

  /** Returns the MDC of the event; empty if the event has no MDC or its logger context has no MDC adapter. */
  public static Map<String, String> of(ILoggingEvent event) {
    if (event instanceof CapturedEvent captured) {
      return captured.applicationMdc();
    }
    try {
      Map<String, String> mdc = event.getMDCPropertyMap();
      return mdc == null ? Map.of() : mdc;
    } catch (RuntimeException ignored) { // a logger context without an MDC adapter
      return Map.of();
    }
  }
}
