/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.request;

import dev.fanlight.logback.internal.event.BaggageSelection;
import dev.fanlight.logback.internal.event.LocalRoot;
import dev.fanlight.logback.internal.event.LocalRootRegistry;
import dev.fanlight.logback.internal.event.TraceLinkRegistry;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A span processor that logs one wide line for each request when its local root ends: the request, its outcome, its duration,
 * and the sums of its child spans.
 *
 * <p>The line is logged through logback, by default by the logger {@code fanlight.request}, on the thread that ends the span,
 * or written to a file or to standard output ({@link Builder#to}).
 * Requests that the sampler drops have no recorded span and therefore no line, unless the sampler is wrapped in {@link
 * #recordingAll}. Any thread.
 *
 * <pre>{@code
 * SdkTracerProvider.builder()
 *     .setSampler(RequestLog.recordingAll(Sampler.parentBased(Sampler.traceIdRatioBased(0.01))))
 *     .addSpanProcessor(RequestLog.builder().attributes(List.of("customer.tier")).build())
 * }</pre>
 *
 * @since 0.1.0
 */
public final class RequestLog implements SpanProcessor {
  private static final String OWN_THREADS = "fanlight-";
  private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(1);

  private final LocalRootRegistry roots = LocalRootRegistry.process();
  private final Set<SpanKind> kinds;
  private final RequestLinePolicy keeping;
  private final List<String> baggageKeys;
  private final @Nullable Function<SpanContext, Map<String, String>> links;
  private final RequestLineWriter writer;
  private final LongAdder written = new LongAdder();
  private final LongAdder filtered = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final AtomicBoolean closed = new AtomicBoolean();

  private RequestLog(Builder builder) {
    this.kinds = EnumSet.copyOf(builder.kinds);
    this.keeping = new RequestLinePolicy(builder.share, builder.slow);
    this.baggageKeys = builder.baggage;
    this.writer = builder.writer();
    this.links = builder.links;
    roots.addWatcher();
    if (links != null) {
      TraceLinkRegistry.process().offer(links);
    }
  }

  /** Returns a builder with all settings at their defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns a sampler that also records the spans that the given sampler drops, so that every request has a line. Exported
   * spans are the same as without it. Each span then has the cost of a recorded span.
   */
  public static Sampler recordingAll(Sampler sampler) {
    return new RecordingSampler(Objects.requireNonNull(sampler, "sampler"));
  }

  /** Returns the number of lines written. */
  public long written() {
    return written.sum();
  }

  /** Returns the number of requests without a line because of {@link Builder#share}. */
  public long filtered() {
    return filtered.sum();
  }

  /** Returns the number of requests without a line because writing it failed. */
  public long failed() {
    return failed.sum();
  }

  /**
   * Returns the number of lines that were handed over and did not reach the target of {@link Builder#to}, by reason: {@code
   * queue_full}, {@code write_error} or {@code shutdown}. Empty if the lines are logged through logback.
   */
  public Map<String, Long> dropped() {
    return writer.dropped();
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {
    if (closed.get()) {
      return;
    }
    SpanContext above = span.getParentSpanContext();
    boolean isRoot = !above.isValid() || above.isRemote();
    LocalRoot root = isRoot
        ? new RequestRollup(span.getSpanContext(), BaggageSelection.of(parent, baggageKeys))
        : roots.of(above);
    if (root != null) {
      roots.register(span.getSpanContext().getSpanId(), root);
    }
  }

  @Override
  public void onEnd(ReadableSpan span) {
    LocalRoot root = roots.remove(span.getSpanContext().getSpanId());
    if (!(root instanceof RequestRollup rollup) || closed.get()) {
      return;
    }
    try {
      if (rollup.spanId().equals(span.getSpanContext().getSpanId())) {
        ended(span, rollup);
      } else {
        rollup.add(span);
      }
    } catch (RuntimeException
        | LinkageError e) { // an error of the request log must not reach the application
      failed.increment();
    }
  }

  @Override
  public boolean isStartRequired() {
    return true;
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  /** Waits for at most a second until queued lines are written. Lines that logback logs are not queued here. */
  @Override
  public CompletableResultCode forceFlush() {
    try {
      writer.flush(FLUSH_TIMEOUT);
      return CompletableResultCode.ofSuccess();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return CompletableResultCode.ofFailure();
    }
  }

  /**
   * Stops the request log. Lines that logback logs are logged already, and logback flushes its own appenders; queued lines
   * are written within a few seconds.
   */
  @Override
  public CompletableResultCode shutdown() {
    if (closed.compareAndSet(false, true)) {
      roots.removeWatcher();
      if (links != null) {
        TraceLinkRegistry.process().withdraw(links);
      }
      writer.close();
    }
    return CompletableResultCode.ofSuccess();
  }

  private void ended(ReadableSpan root, RequestRollup rollup) {
    if (!kinds.contains(root.getKind())
        || Thread.currentThread().getName().startsWith(OWN_THREADS)) {
      return;
    }
    SpanData data = root.toSpanData();
    SpanOutcome outcome = SpanOutcome.of(root, data);
    long duration = root.getLatencyNanos();
    if (!keeping.keeps(root.getSpanContext(), outcome.isError(), duration)) {
      filtered.increment();
      return;
    }
    writer.write(root, data, outcome, rollup, keeping.isSlow(duration));
    written.increment();
  }

  /** A builder of request logs. */
  public static final class Builder {
    private String logger = "fanlight.request";
    private @Nullable String target;
    private Set<SpanKind> kinds = EnumSet.of(SpanKind.SERVER, SpanKind.CONSUMER, SpanKind.INTERNAL);
    private double share = 1;
    private @Nullable Duration slow;
    private List<String> attributes = List.of();
    private List<String> baggage = List.of();
    private @Nullable Function<SpanContext, Map<String, String>> links;

    private Builder() {}

    /** Default: {@code fanlight.request}. The name of the logger. */
    public Builder logger(String logger) {
      this.logger = Objects.requireNonNull(logger, "logger");
      return this;
    }

    /**
     * Default: through logback. The target of the lines: {@code stdout}, or the path of a file, to which they are appended.
     * They have the names of the profile {@code ecs}. A thread of the request log writes them; if its queue is full, a line is
     * dropped and counted.
     */
    public Builder to(String target) {
      this.target = Objects.requireNonNull(target, "target");
      return this;
    }

    /** Default: SERVER, CONSUMER and INTERNAL. The kinds of local roots that are requests. */
    public Builder kinds(Set<SpanKind> kinds) {
      if (kinds.isEmpty()) {
        throw new IllegalArgumentException(
            "kinds is empty, so no request would have a line; give at least one span kind");
      }
      this.kinds = EnumSet.copyOf(kinds);
      return this;
    }

    /** Default: 1, all. The share, 0 to 1, of the requests that neither failed nor were slow and have a line. */
    public Builder share(double share) {
      this.share = new RequestLinePolicy(share, null).share();
      return this;
    }

    /** Default: no request is slow. The minimum duration of a slow request, which always has a line, of level WARN. */
    public Builder slow(Duration slow) {
      this.slow = Objects.requireNonNull(slow, "slow");
      return this;
    }

    /** Default: no attributes. Further attributes of the local root that the line contains, as user keys. */
    public Builder attributes(List<String> attributes) {
      this.attributes = List.copyOf(attributes);
      return this;
    }

    /** Default: no keys. Keys of the incoming baggage of the request that the line contains, as user keys. */
    public Builder baggage(List<String> keys) {
      this.baggage = List.copyOf(keys);
      return this;
    }

    /**
     * Default: no links. A function from a span of a trace to the URLs of the trace, by vendor, for vendors that keep the
     * trace. Other lines contain these URLs too if their encoder has {@code traceLinks}.
     */
    public Builder traceLinks(Function<SpanContext, Map<String, String>> links) {
      this.links = Objects.requireNonNull(links, "links");
      return this;
    }

    private RequestLineWriter writer() {
      return target == null
          ? new LoggedRequestWriter(logger, attributes)
          : new JsonRequestWriter(logger, attributes, RequestLineQueue.open(target));
    }

    /**
     * Returns the request log, to be added to a tracer provider.
     *
     * @throws java.io.UncheckedIOException if the file of {@link #to} cannot be opened
     */
    public RequestLog build() {
      return new RequestLog(this);
    }
  }
}
