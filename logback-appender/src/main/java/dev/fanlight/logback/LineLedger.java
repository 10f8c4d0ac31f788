/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.fanlight.logback.internal.event.CapturedEvent;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.metrics.ObservableLongCounter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * The ledger of the log events of this process: events captured, encoded and dropped, by reason. Any thread.
 *
 * <p>The process has one ledger, because logback creates the appenders and cannot pass them a ledger.
 *
 * @since 0.1.0
 */
public final class LineLedger {
  /** The reason for which an event did not become a line. */
  public enum DropReason {
    /** The queue of an asynchronous appender had no room. */
    QUEUE_FULL,
    /** The event was logged on a thread that was writing another event, by code of that event or of an appender. */
    RE_ENTRANT,
    /** The appender was stopped before the event could be written. */
    STOPPED,
    /** A filter of an inner appender denied the event. */
    FILTERED,
    /** An appender or encoder threw. */
    FAILED
  }

  private static final AttributeKey<String> REASON = AttributeKey.stringKey("reason");
  private static final LineLedger PROCESS = new LineLedger();

  private final LongAdder captured = new LongAdder();
  private final LongAdder encoded = new LongAdder();
  private final Map<DropReason, LongAdder> dropped = new EnumMap<>(DropReason.class);

  LineLedger() {
    for (DropReason drop : DropReason.values()) {
      dropped.put(drop, new LongAdder());
    }
  }

  /** Returns the ledger of this process. */
  public static LineLedger process() {
    return PROCESS;
  }

  /**
   * Returns the number of events that reached a {@link CapturingAppender}, or a {@link FanlightEncoder} without one. Each
   * is later counted once, in {@link #encoded} or {@link #dropped}: {@code captured = encoded + dropped + queued}.
   */
  public long captured() {
    return captured.sum();
  }

  /**
   * Returns the number of events that became a line. An event that goes to two encoders counts once. An event with an inner
   * appender whose encoder belongs to another library counts when it is passed to that appender.
   */
  public long encoded() {
    return encoded.sum();
  }

  /** Returns the number of events that were dropped for a reason. */
  @SuppressWarnings("NullAway") // there is one for each constant
  public long dropped(DropReason reason) {
    return dropped.get(reason).sum();
  }

  /**
   * Registers the ledger as metrics: {@code fanlight.log.events.captured}, {@code fanlight.log.lines.encoded} and, by
   * {@code reason}, {@code fanlight.log.events.dropped}.
   *
   * @param meters the meter provider of an SDK whose metrics are exported
   * @return removes the metrics when closed
   */
  public AutoCloseable register(MeterProvider meters) {
    Meter meter = meters.get("dev.fanlight.logback");
    ObservableLongCounter in = counter(
        meter, "fanlight.log.events.captured", "{event}", value -> value.record(captured()));
    ObservableLongCounter out =
        counter(meter, "fanlight.log.lines.encoded", "{line}", value -> value.record(encoded()));
    ObservableLongCounter lost =
        counter(meter, "fanlight.log.events.dropped", "{event}", this::recordDropped);
    return () -> {
      in.close();
      out.close();
      lost.close();
    };
  }

  private static ObservableLongCounter counter(
      Meter meter, String name, String unit, Consumer<ObservableLongMeasurement> reading) {
    return meter.counterBuilder(name).setUnit(unit).buildWithCallback(reading);
  }

  private void recordDropped(ObservableLongMeasurement value) {
    for (DropReason drop : DropReason.values()) {
      value.record(dropped(drop), Attributes.of(REASON, drop.name().toLowerCase(Locale.ROOT)));
    }
  }

  void countCaptured() {
    captured.increment();
  }

  void countEncoded() {
    encoded.increment();
  }

  /** Counts an event as encoded, unless it is counted as encoded or dropped already. */
  void countEncoded(ILoggingEvent event) {
    if (event instanceof CapturedEvent own) {
      if (own.settle()) {
        encoded.increment();
      }
    } else {
      captured.increment();
      encoded.increment();
    }
  }

  /** Counts an event as dropped, unless it is counted as encoded or dropped already. */
  void countDropped(ILoggingEvent event, DropReason reason) {
    if (!(event instanceof CapturedEvent own) || own.settle()) {
      countDropped(reason, 1);
    }
  }

  /** Counts an event as dropped, and also as captured if no {@link CapturingAppender} has captured it. */
  void countUncaptured(ILoggingEvent event, DropReason reason) {
    if (!(event instanceof CapturedEvent)) {
      captured.increment();
    }
    countDropped(event, reason);
  }

  @SuppressWarnings("NullAway") // there is one for each constant
  void countDropped(DropReason reason, long events) {
    dropped.get(reason).add(events);
  }
}
