/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.event;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * A reader of the local root that OpenTelemetry's Java agent keeps for the current request.
 *
 * <p>Under the agent, the application's spans are views of the agent's spans, and the SDK is not on the class path. The
 * agent's classes are visible to every class loader, under names of their own.
 */
final class AgentSpanReader {
  private static final String SHADED = "io.opentelemetry.javaagent.shaded.";
  private static final @Nullable Handles HANDLES = handles();

  private AgentSpanReader() {}

  /**
   * Returns the trace with the id of the current local root, if the agent has one of the same trace; otherwise the trace
   * unchanged. To be called on the thread of the trace.
   */
  static EventTrace completed(EventTrace trace) {
    Handles agent = HANDLES;
    if (agent == null || trace.localRootId() != null) {
      return trace;
    }
    try {
      Object root = agent.context().invoke(agent.current().invoke());
      return trace.traceId().equals((String) agent.traceId().invoke(root))
          ? new EventTrace(trace.traceId(), trace.spanId(), trace.flags(), trace.state(), (String)
              agent.spanId().invoke(root))
          : trace;
    } catch (Throwable ignored) { // another version of the agent: the line has no transaction.id
      return trace;
    }
  }

  private static @Nullable Handles handles() {
    try {
      Class<?> local =
          Class.forName(SHADED + "instrumentation.api.instrumenter.LocalRootSpan", true, null);
      Class<?> span = Class.forName(SHADED + "io.opentelemetry.api.trace.Span", true, null);
      Class<?> context =
          Class.forName(SHADED + "io.opentelemetry.api.trace.SpanContext", true, null);
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      MethodType text = MethodType.methodType(String.class);
      return new Handles(
          lookup.findStatic(local, "current", MethodType.methodType(span)),
          lookup.findVirtual(span, "getSpanContext", MethodType.methodType(context)),
          lookup.findVirtual(context, "getTraceId", text),
          lookup.findVirtual(context, "getSpanId", text));
    } catch (ReflectiveOperationException | LinkageError ignored) { // there is no agent
      return null;
    }
  }

  /**
   * The methods of the agent's classes.
   *
   * @param current returns the current local root
   * @param context returns the context of a span
   * @param traceId returns the trace id of a context
   * @param spanId returns the span id of a context
   */
  private record Handles(
      MethodHandle current, MethodHandle context, MethodHandle traceId, MethodHandle spanId) {}
}
