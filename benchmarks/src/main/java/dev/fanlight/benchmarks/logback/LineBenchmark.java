/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.logback;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.AppenderAttachable;
import co.elastic.logging.logback.EcsEncoder;
import dev.fanlight.logback.CapturingAppender;
import dev.fanlight.logback.FanlightEncoder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.logback.mdc.v1_0.OpenTelemetryAppender;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import net.logstash.logback.encoder.LogstashEncoder;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one typical event costs its logging thread, from {@code logger.info} to the bytes of its line: trace ids, an MDC of
 * five, two arguments. Run with {@code -prof gc}; {@code gc.alloc.rate.norm} is its garbage.
 *
 * <p>{@code event} is logback without any line and {@code captured} the same inside a capturing appender: their difference
 * is what capture costs.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class LineBenchmark {
  /** The way of a line. */
  @Param({
    "event",
    "captured",
    "fanlight",
    "fanlight 3 profiles",
    "ecs-logging + otel mdc",
    "logstash + otel mdc"
  })
  public String way = "fanlight";

  private final LoggerContext context = new LoggerContext();
  private final LogbackMDCAdapter mdc = new LogbackMDCAdapter();
  private final Logger logger = context.getLogger("com.acme.shop.CheckoutService");
  private final Sink sink = new Sink();
  private io.opentelemetry.context.@Nullable Scope scope;
  private long lines;
  private long cpuNanos;

  @Setup(Level.Trial)
  @SuppressWarnings("MustBeClosed") // stop closes it
  public void start() {
    context.setMDCAdapter(mdc);
    context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(path());
    mdc.put("user.id", "u-4711");
    mdc.put("tenant", "acme");
    mdc.put("request.id", "7d1f0a52-3b1c-4f0e-9c1d-2b8f6a0c9e11");
    mdc.put("client.ip", "192.0.2.17");
    mdc.put("feature", "checkout-v2");
    scope = Context.root().with(span()).makeCurrent();
  }

  @TearDown(Level.Trial)
  public void stop() {
    if (scope != null) {
      scope.close();
    }
    context.stop();
  }

  @Setup(Level.Iteration)
  public void begin() {
    lines = 0;
    cpuNanos = cpuTime();
  }

  /** Prints the thread's CPU time, which a busy machine does not blur as it does the time on the wall. */
  @TearDown(Level.Iteration)
  public void end() {
    System.out.printf("%,d ns of CPU a line; ", (cpuTime() - cpuNanos) / Math.max(1, lines));
  }

  @Benchmark
  public byte[] line() {
    lines++;
    logger.info("order {} placed by {}", 4711, "customer");
    return sink.last;
  }

  private static long cpuTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private Appender<ILoggingEvent> path() {
    return switch (way) {
      case "event" -> sink(null);
      case "captured" -> inside(new CapturingAppender(), sink(null));
      case "fanlight" -> inside(new CapturingAppender(), sink(fanlight("ecs")));
      case "fanlight 3 profiles" ->
        inside(new CapturingAppender(), sink(fanlight("ecs,datadog,google_cloud")));
      case "ecs-logging + otel mdc" -> inside(new OpenTelemetryAppender(), sink(ecsLogging()));
      case "logstash + otel mdc" ->
        inside(new OpenTelemetryAppender(), sink(new LogstashEncoder()));
      default -> throw new IllegalArgumentException(way);
    };
  }

  private static FanlightEncoder fanlight(String profile) {
    var encoder = new FanlightEncoder();
    encoder.setProfile(profile);
    encoder.setServiceName("shop");
    return encoder;
  }

  private static EcsEncoder ecsLogging() {
    var encoder = new EcsEncoder();
    encoder.setServiceName("shop");
    return encoder;
  }

  private Sink sink(@Nullable Encoder<ILoggingEvent> encoder) {
    if (encoder != null) {
      encoder.setContext(context);
      encoder.start();
    }
    sink.encoder = encoder;
    sink.setContext(context);
    sink.start();
    return sink;
  }

  private <A extends Appender<ILoggingEvent> & AppenderAttachable<ILoggingEvent>> A inside(
      A outer, Appender<ILoggingEvent> inner) {
    outer.setContext(context);
    outer.addAppender(inner);
    outer.start();
    return outer;
  }

  private static Span span() {
    return Span.wrap(SpanContext.create(
        "4bf92f3577b34da6a3ce929d0e0e4736",
        "00f067aa0ba902b7",
        TraceFlags.getSampled(),
        TraceState.getDefault()));
  }

  /** Does what every appender has to do with an event, then encodes it, or not. */
  private static final class Sink extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private @Nullable Encoder<ILoggingEvent> encoder;
    private byte[] last = {};

    @Override
    protected void append(ILoggingEvent event) {
      event.prepareForDeferredProcessing();
      if (encoder != null) {
        last = encoder.encode(event);
      }
    }
  }
}
