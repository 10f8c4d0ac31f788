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
import ch.qos.logback.core.encoder.Encoder;
import co.elastic.logging.logback.EcsEncoder;
import dev.fanlight.logback.CapturingAppender;
import dev.fanlight.logback.FanlightEncoder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.logback.mdc.v1_0.OpenTelemetryAppender;
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
 * The cost of one typical event to its logging thread, from {@code logger.info} to the bytes of its line: trace ids, an MDC of
 * five, two arguments. {@code benchmarks/run jmh LineBenchmark -prof gc}; {@code gc.alloc.rate.norm} is its garbage.
 *
 * <p>{@code event} is logback without any line and {@code captured} the same inside a capturing appender: their difference
 * is the cost of capture.
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
  private final CpuTime cpu = new CpuTime();
  private @Nullable SinkAppender sink;
  private io.opentelemetry.context.@Nullable Scope scope;

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
    cpu.begin();
  }

  @TearDown(Level.Iteration)
  public void end() {
    cpu.print();
  }

  @Benchmark
  public byte @Nullable [] line() {
    cpu.count();
    logger.info("order {} placed by {}", 4711, "customer");
    return sink == null ? null : sink.last();
  }

  private Appender<ILoggingEvent> path() {
    return switch (way) {
      case "event" -> sink(null);
      case "captured" -> sink(null).inside(new CapturingAppender());
      case "fanlight" -> sink(fanlight("ecs")).inside(new CapturingAppender());
      case "fanlight 3 profiles" ->
        sink(fanlight("ecs,datadog,google_cloud")).inside(new CapturingAppender());
      case "ecs-logging + otel mdc" -> sink(ecsLogging()).inside(new OpenTelemetryAppender());
      case "logstash + otel mdc" -> sink(new LogstashEncoder()).inside(new OpenTelemetryAppender());
      default -> throw new IllegalArgumentException(way);
    };
  }

  private SinkAppender sink(@Nullable Encoder<ILoggingEvent> encoder) {
    sink = new SinkAppender(context, encoder);
    return sink;
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

  private static Span span() {
    return Span.wrap(SpanContext.create(
        "4bf92f3577b34da6a3ce929d0e0e4736",
        "00f067aa0ba902b7",
        TraceFlags.getSampled(),
        TraceState.getDefault()));
  }
}
