/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.event;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

/** What a span of OpenTelemetry's SDK knows beyond the API. The SDK need not be there. */
final class SdkSpanReader {
  private static final boolean HAS_SDK = hasSdk();

  private SdkSpanReader() {}

  /** The span's own id if it is certainly a local root, else null. */
  static @Nullable String localRootId(Span span) {
    return HAS_SDK ? Sdk.localRootId(span) : null;
  }

  private static boolean hasSdk() {
    try {
      return Sdk.isThere();
    } catch (LinkageError ignored) { // under the agent, or with the API alone
      return false;
    }
  }

  /** Loaded only where the SDK is. */
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
