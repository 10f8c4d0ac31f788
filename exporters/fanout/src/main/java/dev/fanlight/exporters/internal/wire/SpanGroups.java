/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The spans of a batch by resource and by scope, each in order of first appearance. */
final class SpanGroups {

  /*
   * Resources and scopes are told apart by identity, as the stock exporter does: a provider has one resource, and a tracer
   * one scope.
   */

  private static final int OTHER_SCOPES_SPANS = 16;

  private final List<OfResource> resources = new ArrayList<>(1);
  private final IdentityHashMap<Resource, OfResource> known = new IdentityHashMap<>(4);

  private int expectedSpans; // of the next scope: all of them belong to the first one, most likely

  private SpanGroups(int spans) {
    expectedSpans = spans;
  }

  /** Returns the groups of the spans. */
  static List<OfResource> of(List<SpanData> spans) {
    SpanGroups groups = new SpanGroups(spans.size());
    OfScope last = null;
    Resource lastResource = null;
    for (int i = 0; i < spans.size(); i++) {
      SpanData span = spans.get(i);
      Resource resource = span.getResource();
      InstrumentationScopeInfo scope = span.getInstrumentationScopeInfo();
      if (last == null || !isSame(resource, lastResource) || !isSame(scope, last.scope)) {
        last = groups.group(resource).group(scope, groups.expectedSpans);
        groups.expectedSpans = OTHER_SCOPES_SPANS;
        lastResource = resource;
      }
      last.spans.add(span);
    }
    return groups.resources;
  }

  @SuppressWarnings("ReferenceEquality")
  private static boolean isSame(Object one, @Nullable Object other) {
    return one == other;
  }

  private OfResource group(Resource resource) {
    OfResource group = known.get(resource);
    if (group == null) {
      group = new OfResource(resource);
      known.put(resource, group);
      resources.add(group);
    }
    return group;
  }

  /** The spans of one resource. */
  static final class OfResource {
    final Resource resource;
    final List<OfScope> scopes = new ArrayList<>(4);
    private final IdentityHashMap<InstrumentationScopeInfo, OfScope> known =
        new IdentityHashMap<>(8);

    OfResource(Resource resource) {
      this.resource = resource;
    }

    OfScope group(InstrumentationScopeInfo scope, int expectedSpans) {
      OfScope group = known.get(scope);
      if (group == null) {
        group = new OfScope(scope, expectedSpans);
        known.put(scope, group);
        scopes.add(group);
      }
      return group;
    }
  }

  /** The spans of one scope. */
  static final class OfScope {
    final InstrumentationScopeInfo scope;
    final List<SpanData> spans;

    OfScope(InstrumentationScopeInfo scope, int expectedSpans) {
      this.scope = scope;
      this.spans = new ArrayList<>(expectedSpans);
    }
  }
}
