/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.event;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

/** A reader of span data that only OpenTelemetry's SDK has. The SDK may be absent from the class path. */
final class SdkSpanReader {
  private static final boolean HAS_SDK = hasSdk();

  private SdkSpanReader() {}

  /** Returns the id of the span if the span is known to be a local root, else null. */
  static @Nullable String localRootId(Span span) {
    return HAS_SDK ? Sdk.localRootId(span) : null;
  }

  private static boolean hasSdk() {
    try {
      return Sdk.isThere();
    } catch (LinkageError ignored) { // the SDK is absent: under the agent, or with the API alone
      return false;
    }
  }

  /** A holder that is loaded only if the SDK is on the class path. */
  private static final class Sdk {
    static boolean isThere() {
      return ReadableSpan.class.getName() != null;
    }

    static @Nullable String localRootId(Span span) {
      if (!(span instanceof ReadableSpan readable)) {
        return null;
      }
      SpanContext parent = readable.getParentSpanContext();
      return parent.isValid() && !parent.isRemote()
          ? null
          : span.getSpanContext().getSpanId();
    }
  }
}
