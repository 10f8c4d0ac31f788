/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.onend;

import com.sun.management.ThreadMXBean;
import dev.fanlight.benchmarks.ChildJvm;
import dev.fanlight.benchmarks.Receiver;
import dev.fanlight.benchmarks.cost.FanlightPipeline;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * {@code onEnd} alone, on a queue with room: 4,096 calls in a row, then the queue is emptied off the clock.
 *
 * <p>Behind the queues all spans are discarded, on either side: the stock processors have an empty exporter, and Fanlight's
 * vendors filter every span. In "fanlight 8 sending", eight receivers get the spans.
 *
 * <p>A sample is one such row of calls. Its median is the figure: where threads outnumber cores, the mean is made of the
 * rows in which the measured thread was put aside. The bytes that a call allocates on its thread are printed after each trial.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class OnEnd {

  private static final int CALLS = 4_096;
  private static final int CAPACITY = 8_192;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Which processor, and how many vendors behind it. */
  @Param({"stock 1", "stock 8", "fanlight 1", "fanlight 8", "fanlight 8 sending"})
  public String what = "stock 1";

  private @Nullable ChildJvm receiver;
  private @Nullable FanlightPipeline fanlight;
  private SpanProcessor processor = SpanProcessor.composite();
  private @Nullable ReadableSpan span;
  private long allocatedBefore;
  private long allocated;
  private long calls;

  /** Starts the processor and makes the one span that ends again and again. */
  @Setup
  public void start() throws IOException {
    String[] words = what.split(" ", -1);
    int vendors = Integer.parseInt(words[1]);
    processor = words[0].equals("stock") ? stock(vendors) : fanlight(words.length > 2, vendors);
    var recording =
        SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(new Nowhere()));
    var tracer = recording.build().get("benchmark");
    var ended = tracer.spanBuilder("GET /").startSpan();
    ended.end();
    span = (ReadableSpan) ended;
  }

  private static SpanProcessor stock(int vendors) {
    return SpanProcessor.composite(Stream.generate(() -> (SpanProcessor)
            BatchSpanProcessor.builder(new Nowhere()).setMaxQueueSize(CAPACITY).build())
        .limit(vendors)
        .toList());
  }

  private SpanProcessor fanlight(boolean isSending, int vendors) throws IOException {
    receiver = ChildJvm.start(Receiver.class, List.of(), List.of(vendors + ""));
    List<Integer> ports =
        Arrays.stream(receiver.line().split(",", -1)).map(Integer::valueOf).toList();
    fanlight = isSending ? FanlightPipeline.inMemory(ports, 2_048) : FanlightPipeline.idle(ports);
    return fanlight.processor();
  }

  /** Empties the queues. Twice: the stock processor may answer a flush with the result of the one before it. */
  @Setup(Level.Invocation)
  public void drain() {
    processor.forceFlush().join(10, TimeUnit.SECONDS);
    processor.forceFlush().join(10, TimeUnit.SECONDS);
    allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
  }

  /** Adds the bytes that the calls allocated to the sum. */
  @TearDown(Level.Invocation)
  public void weigh() {
    allocated += THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore;
    calls += CALLS;
  }

  /** Prints the allocation and stops everything. */
  @TearDown
  public void stop() {
    System.out.printf("%n%s: %.2f bytes per call%n", what, (double) allocated / calls);
    processor.shutdown().join(10, TimeUnit.SECONDS);
    if (fanlight != null) {
      fanlight.close();
    }
    if (receiver != null) {
      receiver.close();
    }
  }

  /** The calls. */
  @Benchmark
  @OperationsPerInvocation(CALLS)
  public void onEnd() {
    SpanProcessor target = processor;
    ReadableSpan ended = span;
    for (int i = 0; i < CALLS; i++) {
      target.onEnd(ended);
    }
  }

  private static final class Nowhere implements SpanExporter {

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
