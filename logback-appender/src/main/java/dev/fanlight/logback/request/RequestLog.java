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
 * One wide line for each request, when its local root ends: what was asked, how it ended, how long it took and on what.
 *
 * <p>The line goes through logback like any other, under the logger {@code fanlight.request} unless told otherwise, on the
 * thread that ended the span. Requests that the sampler dropped have no recorded span and get no line, unless the sampler is
 * wrapped in {@link #recordingAll}. Any thread.
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
    this.writer = new RequestLineWriter(builder.logger, builder.attributes);
    this.links = builder.links;
    roots.watched(true);
    if (links != null) {
      TraceLinkRegistry.process().offer(links);
    }
  }

  /** A request log with every setting at its default. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * A sampler that records what the given one drops, so that every request gets its line. What is exported stays the given
   * one's choice. Each span then costs what a recorded span costs.
   */
  public static Sampler recordingAll(Sampler sampler) {
    return new RecordingSampler(Objects.requireNonNull(sampler, "sampler"));
  }

  /** Lines written. */
  public long written() {
    return written.sum();
  }

  /** Requests that got no line because of {@link Builder#share}. */
  public long filtered() {
    return filtered.sum();
  }

  /** Requests that got no line because writing it failed. */
  public long failed() {
    return failed.sum();
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
      roots.began(span.getSpanContext().getSpanId(), root);
    }
  }

  @Override
  public void onEnd(ReadableSpan span) {
    LocalRoot root = roots.ended(span.getSpanContext().getSpanId());
    if (!(root instanceof RequestRollup rollup) || closed.get()) {
      return;
    }
    try {
      if (rollup.spanId().equals(span.getSpanContext().getSpanId())) {
        ended(span, rollup);
      } else {
        rollup.add(span);
      }
    } catch (RuntimeException | LinkageError e) { // nothing of ours may end up in the application
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

  /** Ends the request log; the lines are written already, and logback flushes itself. */
  @Override
  public CompletableResultCode shutdown() {
    if (closed.compareAndSet(false, true)) {
      roots.watched(false);
      if (links != null) {
        TraceLinkRegistry.process().withdraw(links);
      }
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

  /** What a request log is made from. */
  public static final class Builder {
    private String logger = "fanlight.request";
    private Set<SpanKind> kinds = EnumSet.of(SpanKind.SERVER, SpanKind.CONSUMER, SpanKind.INTERNAL);
    private double share = 1;
    private @Nullable Duration slow;
    private List<String> attributes = List.of();
    private List<String> baggage = List.of();
    private @Nullable Function<SpanContext, Map<String, String>> links;

    private Builder() {}

    /** Default: {@code fanlight.request}. The logger's name. */
    public Builder logger(String logger) {
      this.logger = Objects.requireNonNull(logger, "logger");
      return this;
    }

    /** Default: SERVER, CONSUMER and INTERNAL. Which local roots are requests. */
    public Builder kinds(Set<SpanKind> kinds) {
      if (kinds.isEmpty()) {
        throw new IllegalArgumentException("kinds is empty, so no request would get a line");
      }
      this.kinds = EnumSet.copyOf(kinds);
      return this;
    }

    /** Default: 1, all. The share of requests that get a line though they neither failed nor were slow; 0 to 1. */
    public Builder share(double share) {
      this.share = new RequestLinePolicy(share, null).share();
      return this;
    }

    /** Default: none. From which duration a request is slow: it always gets a line, of level WARN. */
    public Builder slow(Duration slow) {
      this.slow = Objects.requireNonNull(slow, "slow");
      return this;
    }

    /** Default: none. Further attributes of the local root that the line carries, as the application's own keys. */
    public Builder attributes(List<String> attributes) {
      this.attributes = List.copyOf(attributes);
      return this;
    }

    /** Default: none. Baggage that came with the request and that the line carries, as the application's own keys. */
    public Builder baggage(List<String> keys) {
      this.baggage = List.copyOf(keys);
      return this;
    }

    /**
     * Default: none. Where a trace can be looked at: from one of its spans to URL by vendor, for vendors that keep it.
     * Other lines have it as well, from encoders that are asked for it.
     */
    public Builder traceLinks(Function<SpanContext, Map<String, String>> links) {
      this.links = Objects.requireNonNull(links, "links");
      return this;
    }

    /** The request log, ready to be added to a tracer provider. */
    public RequestLog build() {
      return new RequestLog(this);
    }
  }
}
