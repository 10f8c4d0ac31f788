/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.event;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.Map;

/** The event's MDC, for readers that must not fail. */
public final class MdcReader {
  private MdcReader() {}

  /** The MDC of the event; empty if there is none, or none to be had. */
  public static Map<String, String> of(ILoggingEvent event) {
    if (event instanceof CapturedEvent captured) {
      return captured.applicationMdc();
    }
    try {
      Map<String, String> mdc = event.getMDCPropertyMap();
      return mdc == null ? Map.of() : mdc;
    } catch (RuntimeException ignored) { // a logger context without an MDC adapter, as tests make
      return Map.of();
    }
  }
}
