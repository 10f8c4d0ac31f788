/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.event;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The registered source of the URLs of traces at their vendors. Any thread.
 *
 * <p>The process has one instance: the request log knows the URLs, logback creates the encoders, and neither can pass an
 * object to the other.
 */
public final class TraceLinkRegistry {
  private static final TraceLinkRegistry PROCESS = new TraceLinkRegistry();

  private volatile @Nullable Function<SpanContext, Map<String, String>> links;

  private TraceLinkRegistry() {}

  public static TraceLinkRegistry process() {
    return PROCESS;
  }

  /** Registers a source of URLs and replaces the previous source. */
  public synchronized void offer(Function<SpanContext, Map<String, String>> links) {
    this.links = links;
  }

  /** Removes a source, unless another source has replaced it. */
  public synchronized void withdraw(Function<SpanContext, Map<String, String>> links) {
    if (this.links == links) {
      this.links = null;
    }
  }

  /** Returns the URLs by vendor; empty for a trace that was not sampled, because no vendor has it. */
  public Map<String, String> of(EventTrace trace) {
    Function<SpanContext, Map<String, String>> links = this.links;
    TraceFlags flags = trace.flags();
    if (links == null || flags == null || !flags.isSampled()) {
      return Map.of();
    }
    try {
      return links.apply(
          SpanContext.create(trace.traceId(), trace.innermostId(), flags, trace.state()));
    } catch (RuntimeException ignored) { // a missing URL must not prevent the line
      return Map.of();
    }
  }

  /** Returns the name of the field with the URL at a vendor. */
  public static String field(String vendor) {
    return "trace_url." + vendor.replaceAll("[^A-Za-z0-9_-]", "_");
  }
}
