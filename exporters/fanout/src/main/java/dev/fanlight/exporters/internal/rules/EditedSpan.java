/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.rules;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;

/** A span with other contents, and the dropped counts it had. */
final class EditedSpan extends DelegatingSpanData {

  private final Parts parts;
  private final int totalAttributeCount;

  EditedSpan(SpanData span, Parts parts) {
    super(span);
    this.parts = parts;
    this.totalAttributeCount =
        span.getTotalAttributeCount() - span.getAttributes().size() + parts.attributes.size();
  }

  @Override
  public String getName() {
    return parts.name;
  }

  @Override
  public StatusData getStatus() {
    return parts.status;
  }

  @Override
  public Attributes getAttributes() {
    return parts.attributes;
  }

  @Override
  public int getTotalAttributeCount() {
    return totalAttributeCount;
  }

  @Override
  public List<EventData> getEvents() {
    return parts.events;
  }

  @Override
  public List<LinkData> getLinks() {
    return parts.links;
  }

  @Override
  public Resource getResource() {
    return parts.resource;
  }

  @Override
  public InstrumentationScopeInfo getInstrumentationScopeInfo() {
    return parts.scope;
  }

  /** The parts of a span that an edit can change. */
  record Parts(
      String name,
      StatusData status,
      Attributes attributes,
      List<EventData> events,
      List<LinkData> links,
      Resource resource,
      InstrumentationScopeInfo scope) {}
}
