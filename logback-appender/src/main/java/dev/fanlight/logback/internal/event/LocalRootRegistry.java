/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.event;

import io.opentelemetry.api.trace.SpanContext;
import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The local root of each span that has not ended. Any thread.
 *
 * <p>The process has one instance: OpenTelemetry creates the span processor, logback creates the appender, and neither can
 * pass an object to the other.
 */
public final class LocalRootRegistry {
  private static final int MAX_SPANS = 65_536;
  private static final LocalRootRegistry PROCESS = new LocalRootRegistry(MAX_SPANS);

  private final ConcurrentHashMap<String, LocalRoot> roots = new ConcurrentHashMap<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicInteger watchers = new AtomicInteger();
  private final int maxSpans;

  LocalRootRegistry(int maxSpans) {
    this.maxSpans = maxSpans;
  }

  public static LocalRootRegistry process() {
    return PROCESS;
  }

  /** Counts a request log that registers every span from now on. */
  public void addWatcher() {
    watchers.incrementAndGet();
  }

  /** Removes a request log from the count. */
  public void removeWatcher() {
    watchers.decrementAndGet();
  }

  boolean isWatched() {
    return watchers.get() > 0;
  }

  /**
   * Registers a span that began. If there are too many, an arbitrary span is removed, so that spans that never end cannot
   * fill the map.
   */
  public void register(String spanId, LocalRoot root) {
    if (roots.put(spanId, root) == null && size.incrementAndGet() > maxSpans) {
      Iterator<String> any = roots.keySet().iterator();
      if (any.hasNext()) {
        remove(any.next());
      }
    }
  }

  /** Removes a span that ended and returns its local root, or null if the span is not registered. */
  public @Nullable LocalRoot remove(String spanId) {
    LocalRoot root = roots.remove(spanId);
    if (root != null) {
      size.decrementAndGet();
    }
    return root;
  }

  /** Returns the local root of a span that has not ended, or null if the span is not registered. */
  public @Nullable LocalRoot of(SpanContext span) {
    if (size.get() == 0) {
      return null;
    }
    LocalRoot root = roots.get(span.getSpanId());
    return root != null && root.traceId().equals(span.getTraceId()) ? root : null;
  }
}
