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
 * The account of what became of the events of this process. Any thread.
 *
 * <p>One for the whole process, because logback makes the appenders and knows nobody to hand it to.
 *
 * @since 0.1.0
 */
public final class LineLedger {
  /** Why an event did not become a line. */
  public enum DropReason {
    /** The queue of an asynchronous appender had no room. */
    QUEUE_FULL,
    /** It was logged by code that ran because another event was being written, on the same thread. */
    RE_ENTRANT,
    /** The appender was stopped before the event could be written. */
    STOPPED,
    /** A filter of an appender inside refused it. */
    FILTERED,
    /** An appender or encoder failed. */
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

  /** The ledger of this process. */
  public static LineLedger process() {
    return PROCESS;
  }

  /**
   * Events that reached a {@link CapturingAppender}, or a {@link FanlightEncoder} without one. Each ends in {@link #encoded}
   * or in {@link #dropped}, once: {@code captured = encoded + dropped + waiting in a queue}.
   */
  public long captured() {
    return captured.sum();
  }

  /**
   * Events that became a line. An event that goes to two encoders counts once; one that has only appenders with encoders of
   * another make inside counts when it is handed to them.
   */
  public long encoded() {
    return encoded.sum();
  }

  /** Events that were given up, for that reason. */
  @SuppressWarnings("NullAway") // there is one for each constant
  public long dropped(DropReason reason) {
    return dropped.get(reason).sum();
  }

  /**
   * Shows the account as metrics: {@code fanlight.log.events.captured}, {@code fanlight.log.lines.encoded} and, by
   * {@code reason}, {@code fanlight.log.events.dropped}.
   *
   * @param meters of the SDK whose metrics somebody reads, for example metrics-bridge
   * @return ends it
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

  /** Counts an event as encoded, unless its fate is counted already. */
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

  /** Counts an event as dropped, unless its fate is counted already. */
  void countDropped(ILoggingEvent event, DropReason reason) {
    if (!(event instanceof CapturedEvent own) || own.settle()) {
      countDropped(reason, 1);
    }
  }

  /** Counts an event that no {@link CapturingAppender} saw as captured and dropped, or else as dropped. */
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
