/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;

/** A writer of whole OTLP messages into a buffer; one thread. */
final class OtlpMessageWriter {

  private final MessageBuffer out = new MessageBuffer();
  private final OtlpAttributeWriter attributes = new OtlpAttributeWriter(out);
  private final OtlpOriginWriter origins = new OtlpOriginWriter(out, attributes);
  private final OtlpSpanWriter spanWriter = new OtlpSpanWriter(out, attributes);

  /** Writes the spans as one message into the writer's own buffer. */
  MessageBuffer write(List<SpanData> spans) {
    boolean isComplete = false;
    try {
      out.clear();
      List<SpanGroups.OfResource> resources = SpanGroups.of(spans);
      for (int i = resources.size() - 1; i >= 0; i--) {
        write(resources.get(i));
      }
      isComplete = true;
      return out;
    } finally {
      attributes.clear();
      if (!isComplete) {
        out.clear();
      }
    }
  }

  private void write(SpanGroups.OfResource group) {
    int end = out.size();
    origins.text(OtlpFields.RESOURCE_SCHEMA_URL, group.resource.getSchemaUrl());
    for (int i = group.scopes.size() - 1; i >= 0; i--) {
      write(group.scopes.get(i));
    }
    origins.resource(group.resource);
    out.head(OtlpFields.RESOURCE_SPANS, end);
  }

  private void write(SpanGroups.OfScope group) {
    int end = out.size();
    origins.text(OtlpFields.SCOPE_SCHEMA_URL, group.scope.getSchemaUrl());
    for (int i = group.spans.size() - 1; i >= 0; i--) {
      spanWriter.write(group.spans.get(i));
    }
    origins.scope(group.scope);
    out.head(OtlpFields.SCOPE_SPANS, end);
  }
}
