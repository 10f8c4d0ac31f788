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
 * Where traces can be looked at, for lines of any kind. Any thread.
 *
 * <p>One for the whole process: whoever configures the vendors and logback, which makes the encoders, meet here.
 */
public final class TraceLinkRegistry {
  private static final TraceLinkRegistry PROCESS = new TraceLinkRegistry();

  private volatile @Nullable Function<SpanContext, Map<String, String>> links;

  private TraceLinkRegistry() {}

  public static TraceLinkRegistry process() {
    return PROCESS;
  }

  /** From now on links come from here. */
  public synchronized void offer(Function<SpanContext, Map<String, String>> links) {
    this.links = links;
  }

  /** From now on no links come from there; those of a successor stay. */
  public synchronized void withdraw(Function<SpanContext, Map<String, String>> links) {
    if (this.links == links) {
      this.links = null;
    }
  }

  /** Addresses by vendor; none for a trace that was not sampled, for no vendor has it. */
  public Map<String, String> of(EventTrace trace) {
    Function<SpanContext, Map<String, String>> links = this.links;
    TraceFlags flags = trace.flags();
    if (links == null || flags == null || !flags.isSampled()) {
      return Map.of();
    }
    try {
      return links.apply(
          SpanContext.create(trace.traceId(), trace.innermostId(), flags, trace.state()));
    } catch (RuntimeException ignored) { // no address is worth a line
      return Map.of();
    }
  }

  /** The name of the field that holds a vendor's address. */
  public static String field(String vendor) {
    return "trace_url." + vendor.replaceAll("[^A-Za-z0-9_-]", "_");
  }
}
