/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

import dev.fanlight.exporters.internal.pipeline.Fanout;
import dev.fanlight.exporters.testing.EndedSpan;
import dev.fanlight.exporters.testing.FakeSpan;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** The application whose spans are exported: numbers each span, and remembers when it ended. */
final class Application {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  private final SimulatedThreads threads;
  private final Random random;
  private final BitSet broken = new BitSet();
  private long[] endedNanos = new long[1 << 10];
  private int lastId;
  private long spanFaultUntilMillis;
  private long wireFaultUntilMillis;
  private long slowUntilMillis;
  private boolean hasStopped;

  Application(SimulatedThreads threads, long seed) {
    this.threads = threads;
    this.random = new Random(seed);
  }

  /** Spans throw when they are read, until a moment. */
  void breakSpansUntil(long millis) {
    spanFaultUntilMillis = millis;
  }

  /** Spans cannot be encoded, until a moment. */
  void breakEncodingUntil(long millis) {
    wireFaultUntilMillis = millis;
  }

  /** Spans take long to be read, until a moment. */
  void slowSpansUntil(long millis) {
    slowUntilMillis = millis;
  }

  /** Ends spans until a moment, as evenly as threads run. */
  void endSpans(Fanout fanout, Event.Traffic traffic) {
    double due = 0;
    long untilNanos = TimeUnit.MILLISECONDS.toNanos(traffic.atMillis() + traffic.millis());
    long before = threads.nanos();
    while (threads.nanos() < untilNanos && !hasStopped) {
      threads.sleep("traffic", TimeUnit.MILLISECONDS.toNanos(20 + random.nextInt(800)));
      due += (threads.nanos() - before) / 1e9 * traffic.spansPerSecond();
      before = threads.nanos();
      endSpans(fanout, (int) due, traffic.bytes());
      due -= (int) due;
    }
  }

  void endSpans(Fanout fanout, int count, int bytes) {
    for (int i = 0; i < count && !hasStopped; i++) {
      endSpan(fanout, bytes);
    }
  }

  private void endSpan(Fanout fanout, int meanBytes) {
    int id = ++lastId;
    if (id >= endedNanos.length) {
      endedNanos = Arrays.copyOf(endedNanos, 2 * endedNanos.length);
    }
    endedNanos[id] = threads.nanos();
    long millis = TimeUnit.NANOSECONDS.toMillis(threads.nanos());
    boolean isUnreadable = millis < spanFaultUntilMillis && random.nextInt(8) == 0;
    boolean isBroken = millis < wireFaultUntilMillis && random.nextInt(8) == 0;
    if (isUnreadable || isBroken) {
      broken.set(id);
    }
    int bytes = 1 + random.nextInt(2 * meanBytes);
    SpanData data = FakeSpan.named("span")
        .context(
            SpanContext.create(TRACE, hex(id), TraceFlags.getSampled(), TraceState.getDefault()))
        .attributes(Attributes.of(SimulatedWire.PAYLOAD, "a".repeat(bytes)));
    EndedSpan span = isUnreadable
        ? new UnreadableSpan(data)
        : millis < slowUntilMillis && random.nextInt(8) == 0
            ? new SlowSpan(data)
            : new EndedSpan(data);
    SimulatedThread me = SimulatedThreads.current();
    me.neverBlocks++;
    fanout.onEnd(span);
    me.neverBlocks--;
  }

  private static String hex(int id) {
    String digits = Integer.toHexString(id);
    return "0000000000000000".substring(digits.length()) + digits;
  }

  void stop() {
    hasStopped = true;
  }

  /** The application starts again. */
  void start() {
    hasStopped = false;
  }

  /** Returns the number of spans that have ended. */
  int lastId() {
    return lastId;
  }

  /** Whether nothing can make bytes of the span. */
  boolean isBroken(long id) {
    return broken.get((int) id);
  }

  int brokenSpans() {
    return broken.cardinality();
  }

  long endedNanos(long id) {
    return endedNanos[(int) id];
  }

  /** A span of which the data comes late. */
  private final class SlowSpan extends EndedSpan {

    SlowSpan(SpanData data) {
      super(data);
    }

    @Override
    public SpanData toSpanData() {
      threads.sleep("slow span", TimeUnit.MILLISECONDS.toNanos(1 + random.nextInt(4_000)));
      return super.toSpanData();
    }
  }

  /** A span of which the data cannot be had. */
  private static final class UnreadableSpan extends EndedSpan {

    UnreadableSpan(SpanData data) {
      super(data);
    }

    @Override
    public SpanData toSpanData() {
      throw new IllegalStateException("a span that cannot be read");
    }
  }
}
