/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

import dev.fanlight.metrics.internal.exposition.MetricFamily;
import dev.fanlight.metrics.internal.exposition.MetricFamilyFactory;
import dev.fanlight.metrics.internal.measure.NetworkPhases;
import dev.fanlight.metrics.internal.measure.SemconvMetric;
import dev.fanlight.metrics.internal.measure.ServiceGraph;
import dev.fanlight.metrics.internal.measure.SpanRecorder;
import dev.fanlight.metrics.internal.series.BucketBounds;
import dev.fanlight.metrics.internal.series.BucketCells;
import dev.fanlight.metrics.internal.series.Dimension;
import dev.fanlight.metrics.internal.series.DimensionFactory;
import dev.fanlight.metrics.internal.series.SeriesBudget;
import dev.fanlight.metrics.internal.series.SpanMeasure;
import dev.fanlight.metrics.internal.series.SpanNameTemplate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which metrics there are under some settings: what each counts, and the names it is shown under. */
final class MetricDefinitions {
  private static final Pattern NOT_LABEL = Pattern.compile("[^a-zA-Z0-9_]");

  /** Labels that some metric or dialect adds. */
  private static final Set<String> NOT_FOR_DIMENSIONS = Set.of("le", "service", "exception_type");

  private final MetricsBridgeBuilder settings;
  private final SeriesBudget budget;
  private final List<SpanMeasure> measures = new ArrayList<>();
  private final List<MetricFamily> families = new ArrayList<>();
  private final Map<String, String> cureByHistogram = new TreeMap<>();
  private final List<Dimension> spanDimensions;
  private final @Nullable SpanMeasure events;

  MetricDefinitions(MetricsBridgeBuilder settings, SeriesBudget budget) {
    this.settings = settings;
    this.budget = budget;
    spanDimensions = spanDimensions();
    addSpanMetrics();
    addConventions();
    addServiceGraph();
    addNetworkPhases();
    events = addEvents();
    checkBuckets();
  }

  /** Counts what the catalogue has. */
  SpanRecorder recorder() {
    return new SpanRecorder(
        measures, events, settings.events == CountedEvents.ALL, settings.hasSpanSizes);
  }

  /** Shows what the catalogue has. */
  List<MetricFamily> families() {
    return families;
  }

  /** One measure for all dialects that speak of spans. */
  private void addSpanMetrics() {
    BucketBounds seconds = bounds(
        "traces_span_metrics_duration_seconds",
        MetricFamilyFactory.OTEL_BOUNDS,
        MetricDialect.OTEL);
    BucketBounds millis = bounds(
        "traces_span_metrics_duration_milliseconds",
        MetricFamilyFactory.OTEL_BOUNDS,
        MetricDialect.OTEL_MILLISECONDS);
    BucketBounds latency =
        bounds("traces_spanmetrics_latency", MetricFamilyFactory.TEMPO_BOUNDS, MetricDialect.TEMPO);
    List<BucketBounds> drawn = new ArrayList<>();
    if (has(MetricDialect.OTEL)) {
      drawn.add(seconds);
    }
    if (has(MetricDialect.OTEL_MILLISECONDS)) {
      drawn.add(millis);
    }
    if (has(MetricDialect.TEMPO)) {
      drawn.add(latency);
    }
    if (drawn.isEmpty()) {
      return;
    }
    SpanMeasure spans = measure(spanDimensions, drawn);
    measures.add(spans);
    if (has(MetricDialect.OTEL)) {
      families.addAll(MetricFamilyFactory.otel(spans, seconds, false, settings.hasSpanSizes));
    }
    if (has(MetricDialect.OTEL_MILLISECONDS)) {
      families.addAll(MetricFamilyFactory.otel(spans, millis, true, settings.hasSpanSizes));
    }
    if (has(MetricDialect.TEMPO)) {
      families.addAll(MetricFamilyFactory.tempo(spans, latency, settings.hasSpanSizes));
    }
  }

  private void addConventions() {
    for (SemconvMetric convention : SemconvMetric.ALL) {
      BucketBounds bounds = bounds(convention.name(), convention.bounds(), MetricDialect.SEMCONV);
      if (has(MetricDialect.SEMCONV)) {
        SpanMeasure measure = measure(convention.dimensions(), List.of(bounds));
        measures.add(measure);
        families.add(
            MetricFamilyFactory.histogram(measure, convention.name(), convention.help(), bounds));
      }
    }
  }

  private void addServiceGraph() {
    BucketBounds bounds = bounds(
        "traces_service_graph_request_seconds",
        MetricFamilyFactory.GRAPH_BOUNDS,
        settings.hasServiceGraph,
        "switch metrics.service_graph on");
    if (settings.hasServiceGraph) {
      var graph = new ServiceGraph(settings.servicesByPeer);
      SpanMeasure edges = measure(graph.dimensions(), List.of(bounds));
      measures.add(edges);
      families.addAll(MetricFamilyFactory.graph(edges, bounds));
    }
  }

  private void addNetworkPhases() {
    BucketBounds bounds = bounds(
        "fanlight_network_phase_duration_seconds",
        MetricFamilyFactory.PHASE_BOUNDS,
        settings.hasNetworkPhases,
        "switch metrics.network_phases on");
    if (settings.hasNetworkPhases) {
      SpanMeasure phases = measure(NetworkPhases.dimensions(), List.of(bounds));
      measures.add(phases);
      families.addAll(MetricFamilyFactory.phases(phases, bounds));
    }
  }

  private @Nullable SpanMeasure addEvents() {
    boolean hasAll = settings.events == CountedEvents.ALL;
    if (!settings.hasExceptions && !hasAll) {
      return null;
    }
    List<Dimension> dimensions = new ArrayList<>(spanDimensions);
    dimensions.add(DimensionFactory.eventAttribute("exception_type", "exception.type"));
    var measured =
        new SpanMeasure(dimensions, BucketCells.of(List.of(), false), budget, settings.exemplars);
    families.addAll(MetricFamilyFactory.events(measured, hasAll));
    return measured;
  }

  private SpanMeasure measure(List<Dimension> dimensions, List<BucketBounds> drawn) {
    BucketCells layout = BucketCells.of(drawn, settings.hasNativeHistograms);
    return new SpanMeasure(dimensions, layout, budget, settings.exemplars);
  }

  private List<Dimension> spanDimensions() {
    UnaryOperator<String> template =
        settings.hasSpanNameTemplates ? SpanNameTemplate::template : UnaryOperator.identity();
    List<Dimension> dimensions = new ArrayList<>();
    dimensions.add(DimensionFactory.resourceAttribute("service_name", "service.name"));
    dimensions.add(DimensionFactory.spanName("span_name", template));
    dimensions.add(DimensionFactory.spanKind("span_kind"));
    dimensions.add(DimensionFactory.statusCode("status_code"));
    Set<String> ours = labels(dimensions);
    ours.addAll(NOT_FOR_DIMENSIONS);
    for (String attribute : settings.resourceDimensions) {
      dimensions.add(DimensionFactory.resourceAttribute(label(attribute), attribute));
    }
    for (String attribute : settings.dimensions) {
      dimensions.add(DimensionFactory.anyAttribute(label(attribute), attribute));
    }
    checkLabels(ours, "resource dimension", settings.resourceDimensions, Set.of());
    checkLabels(ours, "dimension", settings.dimensions, settings.resourceDimensions);
    return dimensions;
  }

  private static Set<String> labels(List<Dimension> dimensions) {
    return dimensions.stream().map(Dimension::label).collect(Collectors.toCollection(HashSet::new));
  }

  private static String label(String attribute) {
    return NOT_LABEL.matcher(attribute).replaceAll("_");
  }

  /** Messages name an attribute by its number: what stands in a file may be a secret in the wrong place. */
  private static void checkLabels(
      Set<String> ours, String what, List<String> attributes, Collection<String> before) {
    Set<String> seen = before.stream().map(MetricDefinitions::label).collect(Collectors.toSet());
    for (int i = 0; i < attributes.size(); i++) {
      String label = label(attributes.get(i));
      String which = what + " no. " + (i + 1);
      if (ours.contains(label)) {
        throw new IllegalArgumentException(
            which + " would be the label \"" + label + "\", which is taken; leave it out");
      }
      if (label.startsWith("__") || !label.matches("[a-zA-Z_].*")) {
        throw new IllegalArgumentException(
            which + " makes no label, for it does not begin with a letter; leave it out");
      }
      if (!seen.add(label)) {
        throw new IllegalArgumentException(
            which + " would be the same label as another one; leave one of them out");
      }
    }
  }

  private boolean has(MetricDialect dialect) {
    return settings.dialects.contains(dialect);
  }

  private BucketBounds bounds(String metric, BucketBounds usual, MetricDialect dialect) {
    String name = dialect.name().toLowerCase(Locale.ROOT);
    return bounds(metric, usual, has(dialect), "add " + name + " to metrics.dialects");
  }

  private BucketBounds bounds(String metric, BucketBounds usual, boolean isShown, String cure) {
    cureByHistogram.put(metric, isShown ? "" : cure);
    return settings.bounds.getOrDefault(metric, usual);
  }

  private void checkBuckets() {
    for (String metric : settings.bounds.keySet()) {
      String cure = cureByHistogram.get(metric);
      if (cure == null) {
        throw new IllegalArgumentException(
            "buckets are set for a name that is no histogram; there are "
                + String.join(", ", cureByHistogram.keySet()));
      }
      if (!cure.isEmpty()) {
        throw new IllegalArgumentException("buckets are set for " + metric
            + ", which is not shown; " + cure + ", or leave them out");
      }
    }
  }
}
