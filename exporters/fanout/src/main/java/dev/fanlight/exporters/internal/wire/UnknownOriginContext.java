/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;

/**
 * The context of a parent or linked span of which a message does not say whether it is of another process: older
 * exporters do not know that flag.
 *
 * @param getTraceId 32 hexadecimal digits
 * @param getSpanId 16 hexadecimal digits
 */
record UnknownOriginContext(
    String getTraceId, String getSpanId, TraceFlags getTraceFlags, TraceState getTraceState)
    implements SpanContext {

  /** The parent of a root span. */
  static final UnknownOriginContext NONE = new UnknownOriginContext(
      TraceId.getInvalid(), SpanId.getInvalid(), TraceFlags.getDefault(), TraceState.getDefault());

  @Override
  public boolean isRemote() {
    return false;
  }
}
