/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.common.InstrumentationScopeInfoBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A reader of one OTLP message; one thread, one message. */
final class OtlpMessageReader {

  private static final int MAX_RESOURCE_KEY_LENGTH = 255;

  private final ReceivedOriginCache<Resource> resources;
  private final ReceivedOriginCache<InstrumentationScopeInfo> scopes;
  private final OtlpValueReader values;
  private final TraceStateReader traceStates = new TraceStateReader();
  private final List<ReceivedSpan> spans = new ArrayList<>();
  private int refused;
  private String reason = "";

  OtlpMessageReader(
      ReceivedOriginCache<Resource> resources,
      ReceivedOriginCache<InstrumentationScopeInfo> scopes,
      OtlpValueReader values) {
    this.resources = resources;
    this.scopes = scopes;
    this.values = values;
  }

  DecodedSpans read(ProtoReader request) {
    while (request.next()) {
      if (request.tag() == OtlpFields.RESOURCE_SPANS) {
        readResource(request);
      }
    }
    return new DecodedSpans(spans, refused, reason);
  }

  /** Reads the ResourceSpans under the reader: its resource may stand behind its spans. */
  private void readResource(ProtoReader parent) {
    byte[] bytes = {};
    String schemaUrl = "";
    ProtoReader origin = parent.message();
    while (origin.next()) {
      switch (origin.tag()) {
        case OtlpFields.RESOURCE -> bytes = origin.bytes();
        case OtlpFields.RESOURCE_SCHEMA_URL -> schemaUrl = origin.string();
        default -> {}
      }
    }
    Resource resource = resource(bytes, schemaUrl);
    ProtoReader in = parent.message();
    while (in.next()) {
      if (in.tag() == OtlpFields.SCOPE_SPANS) {
        readScope(in, resource);
      }
    }
  }

  private Resource resource(byte[] bytes, String schemaUrl) {
    return resources.get(bytes, schemaUrl, () -> {
      AttributesBuilder attributes = Attributes.builder();
      ProtoReader in = new ProtoReader(bytes);
      while (in.next()) {
        if (in.tag() == OtlpFields.RESOURCE_ATTRIBUTES) {
          putOfOrigin(in.message(), attributes);
        }
      }
      attributes.removeIf(key -> !isResourceKey(key.getKey()));
      return Resource.create(attributes.build(), orNull(schemaUrl));
    });
  }

  /** The SDK refuses a resource with any other key. */
  private static boolean isResourceKey(String key) {
    boolean isAscii = key.length() <= MAX_RESOURCE_KEY_LENGTH;
    for (int i = 0; isAscii && i < key.length(); i++) {
      isAscii = key.charAt(i) >= ' ' && key.charAt(i) <= '~';
    }
    return isAscii;
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private void putOfOrigin(ProtoReader keyValue, AttributesBuilder into) {
    try {
      boolean ignored = values.put(keyValue, into);
    } catch (OtlpValueReader.TooDeepException e) {
      throw new IllegalArgumentException(
          "a resource or scope cannot be used: " + e.getMessage(), e);
    }
  }

  private void readScope(ProtoReader parent, Resource resource) {
    byte[] bytes = {};
    String schemaUrl = "";
    ProtoReader origin = parent.message();
    while (origin.next()) {
      switch (origin.tag()) {
        case OtlpFields.SCOPE -> bytes = origin.bytes();
        case OtlpFields.SCOPE_SCHEMA_URL -> schemaUrl = origin.string();
        default -> {}
      }
    }
    InstrumentationScopeInfo scope = scope(bytes, schemaUrl);
    ProtoReader in = parent.message();
    while (in.next()) {
      if (in.tag() == OtlpFields.SPANS) {
        readSpan(in.message(), resource, scope);
      }
    }
  }

  private InstrumentationScopeInfo scope(byte[] bytes, String schemaUrl) {
    return scopes.get(bytes, schemaUrl, () -> {
      String name = "";
      String version = "";
      AttributesBuilder attributes = Attributes.builder();
      ProtoReader in = new ProtoReader(bytes);
      while (in.next()) {
        switch (in.tag()) {
          case OtlpFields.SCOPE_NAME -> name = in.string();
          case OtlpFields.SCOPE_VERSION -> version = in.string();
          case OtlpFields.SCOPE_ATTRIBUTES -> putOfOrigin(in.message(), attributes);
          default -> {}
        }
      }
      InstrumentationScopeInfoBuilder builder =
          InstrumentationScopeInfo.builder(name).setAttributes(attributes.build());
      if (!version.isEmpty()) {
        builder.setVersion(version);
      }
      return schemaUrl.isEmpty()
          ? builder.build()
          : builder.setSchemaUrl(schemaUrl).build();
    });
  }

  private void readSpan(ProtoReader in, Resource resource, InstrumentationScopeInfo scope) {
    values.count();
    ReceivedSpanParts parts = new ReceivedSpanParts();
    String problem;
    try {
      while (in.next()) {
        readField(in, parts);
      }
      problem = parts.problem();
    } catch (OtlpValueReader.TooDeepException e) {
      problem = e.getMessage();
    }
    if (problem == null || problem.isEmpty()) {
      spans.add(new ReceivedSpan(resource, scope, parts));
    } else {
      reason = refused == 0 ? problem : reason;
      refused++;
    }
  }

  private void readField(ProtoReader in, ReceivedSpanParts parts) {
    switch (in.tag()) {
      case OtlpFields.SPAN_TRACE_ID -> parts.traceId = id(in, OtlpSpanWriter.TRACE_ID_BYTES);
      case OtlpFields.SPAN_ID -> parts.spanId = id(in, OtlpSpanWriter.SPAN_ID_BYTES);
      case OtlpFields.SPAN_TRACE_STATE -> parts.traceState = traceStates.read(in.string());
      case OtlpFields.SPAN_PARENT_ID -> parts.parentId = id(in, OtlpSpanWriter.SPAN_ID_BYTES);
      case OtlpFields.SPAN_NAME -> parts.name = in.string();
      case OtlpFields.SPAN_KIND -> parts.kind = kind(in.number());
      case OtlpFields.SPAN_START -> parts.startEpochNanos = in.fixed();
      case OtlpFields.SPAN_END -> parts.endEpochNanos = in.fixed();
      case OtlpFields.SPAN_ATTRIBUTES -> readAttribute(in.message(), parts);
      case OtlpFields.SPAN_DROPPED_ATTRIBUTES -> parts.droppedAttributes += (int) in.number();
      case OtlpFields.SPAN_EVENTS -> parts.add(event(in.message()));
      case OtlpFields.SPAN_DROPPED_EVENTS -> parts.droppedEvents += (int) in.number();
      case OtlpFields.SPAN_LINKS -> readLink(in.message(), parts);
      case OtlpFields.SPAN_DROPPED_LINKS -> parts.droppedLinks += (int) in.number();
      case OtlpFields.SPAN_STATUS -> parts.status = status(in.message());
      case OtlpFields.SPAN_FLAGS -> parts.flags = (int) in.fixed();
      default -> {}
    }
  }

  /** Returns the digits of an id; no digits for none, and digits that no id has for one of another length. */
  private static String id(ProtoReader in, int bytes) {
    return in.length() == 0 ? "" : in.length() == bytes ? in.base16() : "?";
  }

  private static SpanKind kind(long number) {
    if (number < 2 || number > 5) {
      return SpanKind.INTERNAL;
    }
    return switch ((int) number) {
      case 2 -> SpanKind.SERVER;
      case 3 -> SpanKind.CLIENT;
      case 4 -> SpanKind.PRODUCER;
      default -> SpanKind.CONSUMER;
    };
  }

  private void readAttribute(ProtoReader keyValue, ReceivedSpanParts parts) {
    if (parts.attributes == null) {
      parts.attributes = Attributes.builder();
    }
    if (!values.put(keyValue, parts.attributes)) {
      parts.droppedAttributes++;
    }
  }

  private EventData event(ProtoReader in) {
    values.count();
    long epochNanos = 0;
    String name = "";
    int dropped = 0;
    AttributesBuilder builder = null;
    while (in.next()) {
      switch (in.tag()) {
        case OtlpFields.EVENT_TIME -> epochNanos = in.fixed();
        case OtlpFields.EVENT_NAME -> name = in.string();
        case OtlpFields.EVENT_ATTRIBUTES -> {
          builder = builder == null ? Attributes.builder() : builder;
          dropped += values.put(in.message(), builder) ? 0 : 1;
        }
        case OtlpFields.EVENT_DROPPED_ATTRIBUTES -> dropped += (int) in.number();
        default -> {}
      }
    }
    Attributes attributes = builder == null ? Attributes.empty() : builder.build();
    return EventData.create(epochNanos, name, attributes, attributes.size() + dropped);
  }

  private void readLink(ProtoReader in, ReceivedSpanParts parts) {
    values.count();
    String traceId = "";
    String spanId = "";
    TraceState traceState = TraceState.getDefault();
    int flags = 0;
    int dropped = 0;
    AttributesBuilder builder = null;
    while (in.next()) {
      switch (in.tag()) {
        case OtlpFields.LINK_TRACE_ID -> traceId = id(in, OtlpSpanWriter.TRACE_ID_BYTES);
        case OtlpFields.LINK_SPAN_ID -> spanId = id(in, OtlpSpanWriter.SPAN_ID_BYTES);
        case OtlpFields.LINK_TRACE_STATE -> traceState = traceStates.read(in.string());
        case OtlpFields.LINK_ATTRIBUTES -> {
          builder = builder == null ? Attributes.builder() : builder;
          dropped += values.put(in.message(), builder) ? 0 : 1;
        }
        case OtlpFields.LINK_DROPPED_ATTRIBUTES -> dropped += (int) in.number();
        case OtlpFields.LINK_FLAGS -> flags = (int) in.fixed();
        default -> {}
      }
    }
    if (!TraceId.isValid(traceId) || !SpanId.isValid(spanId)) {
      parts.droppedLinks++; // it leads nowhere
      return;
    }
    Attributes attributes = builder == null ? Attributes.empty() : builder.build();
    parts.add(LinkData.create(
        linked(traceId, spanId, flags, traceState), attributes, attributes.size() + dropped));
  }

  private static SpanContext linked(
      String traceId, String spanId, int flags, TraceState traceState) {
    TraceFlags own = TraceFlags.fromByte((byte) flags);
    if ((flags & OtlpSpanWriter.REMOTENESS_IS_KNOWN) == 0) {
      return new UnknownOriginContext(traceId, spanId, own, traceState);
    }
    return (flags & OtlpSpanWriter.IS_REMOTE) != 0
        ? SpanContext.createFromRemoteParent(traceId, spanId, own, traceState)
        : SpanContext.create(traceId, spanId, own, traceState);
  }

  private static StatusData status(ProtoReader in) {
    String message = "";
    long code = 0;
    while (in.next()) {
      switch (in.tag()) {
        case OtlpFields.STATUS_MESSAGE -> message = in.string();
        case OtlpFields.STATUS_CODE -> code = in.number();
        default -> {}
      }
    }
    StatusCode status = code == 1 ? StatusCode.OK : code == 2 ? StatusCode.ERROR : StatusCode.UNSET;
    return StatusData.create(status, message);
  }
}
