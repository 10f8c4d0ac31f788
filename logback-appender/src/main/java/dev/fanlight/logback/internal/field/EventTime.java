/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** A reader of the time of an event: its instant, else its timestamp in milliseconds, else the current time. */
final class EventTime {
  private static final long FIRST = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
  private static final long LAST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
  private static final InstantSource CLOCK = InstantSource.system();

  private EventTime() {}

  /** Returns the time of the event, in the years 0 to 9999. */
  static Instant of(ILoggingEvent event) {
    Instant instant = instant(event);
    if (instant == null) {
      instant = timestamp(event);
    }
    return instant != null ? instant : CLOCK.instant();
  }

  private static @Nullable Instant instant(ILoggingEvent event) {
    try {
      return inRange(event.getInstant());
    } catch (RuntimeException ignored) { // an event of a foreign class without a time
      return null;
    }
  }

  private static @Nullable Instant timestamp(ILoggingEvent event) {
    try {
      long millis = event.getTimeStamp();
      return millis == 0 ? null : inRange(Instant.ofEpochMilli(millis));
    } catch (RuntimeException ignored) { // an event of a foreign class without a time
      return null;
    }
  }

  private static @Nullable Instant inRange(@Nullable Instant instant) {
    return instant != null && instant.getEpochSecond() >= FIRST && instant.getEpochSecond() <= LAST
        ? instant
        : null;
  }
}
