/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import dev.fanlight.exporters.spi.EncodedBatch;
import java.util.ArrayList;
import java.util.List;

/** Cuts one ExportTraceServiceRequest into several: one walk over its spans, a new part whenever one is full. */
final class OtlpSlicer {

  /*
   * opentelemetry/proto/trace/v1, the fields that are parsed; all other fields are copied unread:
   *   ExportTraceServiceRequest  1 resource_spans
   *   ResourceSpans              2 scope_spans     (1 resource, 3 schema_url, …)
   *   ScopeSpans                 2 spans           (1 scope, 3 schema_url, …)
   */
  static final int RESOURCE_SPANS = 1;
  static final int SCOPE_SPANS = 2;
  static final int SPANS = 2;

  private final byte[] bytes;
  private final int maxSpans;
  private final int maxBytes;
  private final List<EncodedBatch> parts = new ArrayList<>();
  private int spans;

  OtlpSlicer(byte[] bytes, int maxSpans, int maxBytes) {
    this.bytes = bytes;
    this.maxSpans = maxSpans;
    this.maxBytes = maxBytes;
  }

  List<EncodedBatch> slice() {
    ProtoNode request = ProtoNode.read(new ProtoReader(bytes), bytes, RESOURCE_SPANS);
    OtlpPart part = new OtlpPart(bytes, request.head());
    for (ProtoNode.Child resourceSpans : request.children()) {
      ProtoNode resource = ProtoNode.read(resourceSpans.message(), bytes, SCOPE_SPANS);
      for (ProtoNode.Child scopeSpans : resource.children()) {
        ProtoNode scope = ProtoNode.read(scopeSpans.message(), bytes, SPANS);
        for (ProtoNode.Child span : scope.children()) {
          if (part.isFull(resource, scope, span, maxSpans, maxBytes)) {
            parts.add(part.toBatch());
            part = new OtlpPart(bytes, request.head());
          }
          part.add(resource, scope, span);
        }
      }
    }
    if (part.spans() > 0) {
      parts.add(part.toBatch());
    }
    return parts;
  }

  /** Returns the spans from one index to another as one message. */
  EncodedBatch part(int from, int to) {
    ProtoNode request = ProtoNode.read(new ProtoReader(bytes), bytes, RESOURCE_SPANS);
    OtlpPart part = new OtlpPart(bytes, request.head());
    for (ProtoNode.Child resourceSpans : request.children()) {
      ProtoNode resource = ProtoNode.read(resourceSpans.message(), bytes, SCOPE_SPANS);
      for (ProtoNode.Child scopeSpans : resource.children()) {
        ProtoNode scope = ProtoNode.read(scopeSpans.message(), bytes, SPANS);
        for (ProtoNode.Child span : scope.children()) {
          if (spans >= from && spans < to) {
            part.add(resource, scope, span);
          }
          spans++;
        }
      }
    }
    return part.toBatch();
  }

  /** Returns the number of spans that {@link #part} found in the whole message. */
  int spans() {
    return spans;
  }
}
