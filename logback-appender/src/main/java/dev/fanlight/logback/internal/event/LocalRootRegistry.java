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
 * Which local root each living span belongs to. Any thread.
 *
 * <p>One for the whole process: OpenTelemetry makes the span processor and logback makes the appender, and this is where
 * they meet.
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

  /** Somebody began, or ceased, to tell of every span. */
  public void watched(boolean begins) {
    watchers.addAndGet(begins ? 1 : -1);
  }

  boolean isWatched() {
    return watchers.get() > 0;
  }

  /** A span began. When there are too many, some other span is forgotten: one that never ends must not fill the map. */
  public void began(String spanId, LocalRoot root) {
    if (roots.put(spanId, root) == null && size.incrementAndGet() > maxSpans) {
      Iterator<String> any = roots.keySet().iterator();
      if (any.hasNext()) {
        ended(any.next());
      }
    }
  }

  /** A span ended; its local root, if it was known. */
  public @Nullable LocalRoot ended(String spanId) {
    LocalRoot root = roots.remove(spanId);
    if (root != null) {
      size.decrementAndGet();
    }
    return root;
  }

  /** The local root of a living span, if it is known. */
  public @Nullable LocalRoot of(SpanContext span) {
    if (size.get() == 0) {
      return null;
    }
    LocalRoot root = roots.get(span.getSpanId());
    return root != null && root.traceId().equals(span.getTraceId()) ? root : null;
  }
}
