/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.logback;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import dev.fanlight.logback.CapturingAppender;
import dev.fanlight.logback.FanlightEncoder;
import dev.fanlight.logback.request.RequestLog;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.concurrent.TimeUnit;
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
import org.slf4j.LoggerFactory;

/**
 * The cost of the request log at 1% sampling: one request of a server span with four spans below it, six attributes each,
 * and no exporter. {@code benchmarks/run jmh RequestLogBenchmark -prof gc}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RequestLogBenchmark {
  private static final int CHILDREN = 4;

  /** The span processor beside the sampler. */
  @Param({
    "nothing",
    "request log",
    "request log, all recorded",
    "request log, all recorded, 1% of lines"
  })
  public String way = "nothing";

  private final Sampler sampler = Sampler.parentBased(Sampler.traceIdRatioBased(0.01));
  private final Logger logger = (Logger) LoggerFactory.getLogger("fanlight.request");
  private final CpuTime cpu = new CpuTime();
  private SdkTracerProvider tracing = SdkTracerProvider.builder().build();
  private Tracer tracer = tracing.get("benchmark");

  @Setup(Level.Trial)
  public void start() {
    tracing = switch (way) {
      case "nothing" -> tracing(sampler, new Ignoring());
      case "request log" -> tracing(sampler, RequestLog.builder().build());
      case "request log, all recorded" ->
        tracing(RequestLog.recordingAll(sampler), RequestLog.builder().build());
      case "request log, all recorded, 1% of lines" ->
        tracing(
            RequestLog.recordingAll(sampler), RequestLog.builder().share(0.01).build());
      default -> throw new IllegalArgumentException(way);
    };
    tracer = tracing.get("benchmark");
    var encoder = new FanlightEncoder();
    encoder.setServiceName("shop");
    logger.setLevel(ch.qos.logback.classic.Level.INFO);
    logger.addAppender(new SinkAppender((LoggerContext) LoggerFactory.getILoggerFactory(), encoder)
        .inside(new CapturingAppender()));
  }

  @TearDown(Level.Trial)
  public void stop() {
    tracing.close();
    logger.detachAndStopAllAppenders();
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
  public Span request() {
    cpu.count();
    Span server = span(SpanKind.SERVER, Context.root());
    Context inServer = Context.root().with(server);
    for (int i = 0; i < CHILDREN; i++) {
      span(SpanKind.CLIENT, inServer).end();
    }
    server.end();
    return server;
  }

  private Span span(SpanKind kind, Context parent) {
    return tracer
        .spanBuilder("GET /orders/{id}")
        .setSpanKind(kind)
        .setParent(parent)
        .setAttribute("http.request.method", "GET")
        .setAttribute("http.route", "/orders/{id}")
        .setAttribute("http.response.status_code", 200)
        .setAttribute("url.scheme", "https")
        .setAttribute("server.address", "shop.example")
        .setAttribute("network.protocol.version", "1.1")
        .startSpan();
  }

  private static SdkTracerProvider tracing(Sampler sampler, SpanProcessor processor) {
    return SdkTracerProvider.builder()
        .setSampler(sampler)
        .addSpanProcessor(processor)
        .build();
  }

  /** An empty processor: without a processor the SDK creates no spans. */
  private static final class Ignoring implements SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }
}
