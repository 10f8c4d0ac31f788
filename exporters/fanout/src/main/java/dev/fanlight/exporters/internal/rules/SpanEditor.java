/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.rules;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.common.InstrumentationScopeInfoBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.UnaryOperator;

/** Applies one edit to all the spans of one batch. Used for one batch, by one thread. */
final class SpanEditor {

  /*
   * An unchanged span is returned as it is, and costs no allocation. Resources and scopes are few and shared by many
   * spans: each is edited once a batch, and stays one object, because the encoder groups spans by it.
   */
  private final SpanEdit edit;
  private final UnaryOperator<EventData> editEvent = this::event;
  private final UnaryOperator<LinkData> editLink = this::link;
  private final IdentityHashMap<Resource, Resource> resources = new IdentityHashMap<>(4);
  private final IdentityHashMap<InstrumentationScopeInfo, InstrumentationScopeInfo> scopes =
      new IdentityHashMap<>();

  SpanEditor(SpanEdit edit) {
    this.edit = edit;
  }

  SpanData edit(SpanData span) {
    String name = edit.text(span.getName());
    StatusData status = status(span.getStatus());
    Attributes attributes = edit.attributes(span.getAttributes());
    List<EventData> events = all(span.getEvents(), editEvent);
    List<LinkData> links = all(span.getLinks(), editLink);
    Resource resource = resource(span.getResource());
    InstrumentationScopeInfo scope = scope(span.getInstrumentationScopeInfo());
    if (same(name, span.getName())
        && same(status, span.getStatus())
        && same(attributes, span.getAttributes())
        && same(events, span.getEvents())
        && same(links, span.getLinks())
        && same(resource, span.getResource())
        && same(scope, span.getInstrumentationScopeInfo())) {
      return span;
    }
    return new EditedSpan(
        span, new EditedSpan.Parts(name, status, attributes, events, links, resource, scope));
  }

  private StatusData status(StatusData status) {
    String description = status.getDescription();
    if (description == null || description.isEmpty()) {
      return status;
    }
    String edited = edit.text(description);
    return same(edited, description) ? status : StatusData.create(status.getStatusCode(), edited);
  }

  private static <T> List<T> all(List<T> items, UnaryOperator<T> editItem) {
    List<T> edited = items;
    for (int i = 0; i < items.size(); i++) {
      T before = items.get(i);
      T after = editItem.apply(before);
      if (after != before && same(edited, items)) {
        edited = new ArrayList<>(items);
      }
      if (after != before) {
        edited.set(i, after);
      }
    }
    return edited;
  }

  private EventData event(EventData event) {
    String name = edit.text(event.getName());
    Attributes before = event.getAttributes();
    Attributes after = edit.attributes(before);
    if (same(name, event.getName()) && same(after, before)) {
      return event;
    }
    int dropped = event.getTotalAttributeCount() - before.size();
    return EventData.create(event.getEpochNanos(), name, after, after.size() + dropped);
  }

  private LinkData link(LinkData link) {
    Attributes before = link.getAttributes();
    Attributes after = edit.attributes(before);
    if (same(after, before)) {
      return link;
    }
    int dropped = link.getTotalAttributeCount() - before.size();
    return LinkData.create(link.getSpanContext(), after, after.size() + dropped);
  }

  private Resource resource(Resource resource) {
    Resource known = resources.get(resource);
    if (known != null) {
      return known;
    }
    Attributes after = edit.resource(resource.getAttributes());
    Resource edited = same(after, resource.getAttributes())
        ? resource
        : Resource.create(after, resource.getSchemaUrl());
    resources.put(resource, edited);
    return edited;
  }

  private InstrumentationScopeInfo scope(InstrumentationScopeInfo scope) {
    InstrumentationScopeInfo known = scopes.get(scope);
    if (known != null) {
      return known;
    }
    Attributes after = edit.attributes(scope.getAttributes());
    InstrumentationScopeInfo edited =
        same(after, scope.getAttributes()) ? scope : copy(scope, after);
    scopes.put(scope, edited);
    return edited;
  }

  private static InstrumentationScopeInfo copy(
      InstrumentationScopeInfo scope, Attributes attributes) {
    InstrumentationScopeInfoBuilder builder =
        InstrumentationScopeInfo.builder(scope.getName()).setAttributes(attributes);
    String version = scope.getVersion();
    if (version != null) {
      builder.setVersion(version);
    }
    String schemaUrl = scope.getSchemaUrl();
    if (schemaUrl != null) {
      builder.setSchemaUrl(schemaUrl);
    }
    return builder.build();
  }

  /** Edits by identity: the same object means that there is no change. */
  @SuppressWarnings("ReferenceEquality")
  private static <T> boolean same(T one, T other) {
    return one == other;
  }
}
