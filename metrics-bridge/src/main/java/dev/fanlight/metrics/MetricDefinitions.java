/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

import dev.fanlight.metrics.internal.exposition.MetricFamily;
import dev.fanlight.metrics.internal.exposition.MetricFamilyFactory;
import dev.fanlight.metrics.internal.exposition.MetricNames;
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
import java.util.EnumMap;
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

/** The metrics of a bridge under its settings: the measurements, and the names under which it is shown. */
final class MetricDefinitions {
  private static final Pattern NOT_LABEL = Pattern.compile("[^a-zA-Z0-9_]");

  /** Labels that a metric or a dialect adds itself. */
  private static final Set<String> NOT_FOR_DIMENSIONS = Set.of("le", "service", "exception_type");

  private final SpanMetricSettings settings;
  private final SeriesBudget budget;
  private final List<SpanMeasure> measures = new ArrayList<>();
  private final List<MetricFamily> families = new ArrayList<>();
  private final Map<String, String> cureByHistogram = new TreeMap<>();
  private final List<Dimension> spanDimensions;
  private final @Nullable SpanMeasure events;

  MetricDefinitions(SpanMetricSettings settings, SeriesBudget budget) {
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

  /** Creates the recorder that counts spans in these metrics. */
  SpanRecorder recorder() {
    return new SpanRecorder(
        measures, events, settings.hasAllEvents(), settings.has(MetricFeature.SPAN_SIZES));
  }

  /** Returns the families that a scrape shows. */
  List<MetricFamily> families() {
    return families;
  }

  /** Adds one measure that all dialects of span metrics share. */
  private void addSpanMetrics() {
    Map<MetricDialect, BucketBounds> boundsByDialect = new EnumMap<>(MetricDialect.class);
    putBounds(MetricDialect.OTEL, MetricNames.OTEL_DURATION_SECONDS, boundsByDialect);
    putBounds(
        MetricDialect.OTEL_MILLISECONDS, MetricNames.OTEL_DURATION_MILLISECONDS, boundsByDialect);
    putBounds(MetricDialect.TEMPO, MetricNames.TEMPO_LATENCY, boundsByDialect);
    if (boundsByDialect.isEmpty()) {
      return;
    }
    SpanMeasure spans = measure(spanDimensions, List.copyOf(boundsByDialect.values()));
    measures.add(spans);
    boundsByDialect.forEach(
        (dialect, bounds) -> families.addAll(spanFamilies(dialect, spans, bounds)));
  }

  private void putBounds(
      MetricDialect dialect, String histogram, Map<MetricDialect, BucketBounds> boundsByDialect) {
    BucketBounds usual = dialect == MetricDialect.TEMPO
        ? MetricFamilyFactory.TEMPO_BOUNDS
        : MetricFamilyFactory.OTEL_BOUNDS;
    BucketBounds bounds = bounds(histogram, usual, dialect);
    if (settings.has(dialect)) {
      boundsByDialect.put(dialect, bounds);
    }
  }

  private List<MetricFamily> spanFamilies(
      MetricDialect dialect, SpanMeasure spans, BucketBounds bounds) {
    boolean hasSizes = settings.has(MetricFeature.SPAN_SIZES);
    return switch (dialect) {
      case OTEL -> MetricFamilyFactory.otel(spans, bounds, false, hasSizes);
      case OTEL_MILLISECONDS -> MetricFamilyFactory.otel(spans, bounds, true, hasSizes);
      case TEMPO -> MetricFamilyFactory.tempo(spans, bounds, hasSizes);
      case SEMCONV -> List.of();
    };
  }

  private void addConventions() {
    for (SemconvMetric convention : SemconvMetric.ALL) {
      BucketBounds bounds = bounds(convention.name(), convention.bounds(), MetricDialect.SEMCONV);
      if (settings.has(MetricDialect.SEMCONV)) {
        SpanMeasure measure = measure(convention.dimensions(), List.of(bounds));
        measures.add(measure);
        families.add(
            MetricFamilyFactory.histogram(measure, convention.name(), convention.help(), bounds));
      }
    }
  }

  private void addServiceGraph() {
    BucketBounds bounds = bounds(
        MetricNames.GRAPH_BUCKETS,
        MetricFamilyFactory.GRAPH_BOUNDS,
        settings.has(MetricFeature.SERVICE_GRAPH),
        "switch metrics.service_graph on");
    if (settings.has(MetricFeature.SERVICE_GRAPH)) {
      var graph = new ServiceGraph(settings.servicesByPeer());
      SpanMeasure edges = measure(graph.dimensions(), List.of(bounds));
      measures.add(edges);
      families.addAll(MetricFamilyFactory.graph(edges, bounds));
    }
  }

  private void addNetworkPhases() {
    BucketBounds bounds = bounds(
        MetricNames.NETWORK_PHASE_SECONDS,
        MetricFamilyFactory.PHASE_BOUNDS,
        settings.has(MetricFeature.NETWORK_PHASES),
        "switch metrics.network_phases on");
    if (settings.has(MetricFeature.NETWORK_PHASES)) {
      SpanMeasure phases = measure(NetworkPhases.dimensions(), List.of(bounds));
      measures.add(phases);
      families.addAll(MetricFamilyFactory.phases(phases, bounds));
    }
  }

  private @Nullable SpanMeasure addEvents() {
    boolean hasAll = settings.hasAllEvents();
    if (!settings.has(MetricFeature.EXCEPTIONS) && !hasAll) {
      return null;
    }
    List<Dimension> dimensions = new ArrayList<>(spanDimensions);
    dimensions.add(DimensionFactory.eventAttribute("exception_type", "exception.type"));
    var measured =
        new SpanMeasure(dimensions, BucketCells.of(List.of(), false), budget, settings.exemplars());
    families.addAll(MetricFamilyFactory.events(measured, hasAll));
    return measured;
  }

  private SpanMeasure measure(List<Dimension> dimensions, List<BucketBounds> drawn) {
    BucketCells cells = BucketCells.of(drawn, settings.has(MetricFeature.NATIVE_HISTOGRAMS));
    return new SpanMeasure(dimensions, cells, budget, settings.exemplars());
  }

  private List<Dimension> spanDimensions() {
    UnaryOperator<String> template = settings.has(MetricFeature.SPAN_NAME_TEMPLATES)
        ? SpanNameTemplate::template
        : UnaryOperator.identity();
    List<Dimension> dimensions = new ArrayList<>();
    dimensions.add(DimensionFactory.resourceAttribute("service_name", "service.name"));
    dimensions.add(DimensionFactory.spanName("span_name", template));
    dimensions.add(DimensionFactory.spanKind("span_kind"));
    dimensions.add(DimensionFactory.statusCode("status_code"));
    Set<String> ours = labels(dimensions);
    ours.addAll(NOT_FOR_DIMENSIONS);
    for (String attribute : settings.resourceDimensions()) {
      dimensions.add(DimensionFactory.resourceAttribute(label(attribute), attribute));
    }
    for (String attribute : settings.dimensions()) {
      dimensions.add(DimensionFactory.anyAttribute(label(attribute), attribute));
    }
    checkLabels(ours, "resource dimension", settings.resourceDimensions(), Set.of());
    checkLabels(ours, "dimension", settings.dimensions(), settings.resourceDimensions());
    return dimensions;
  }

  private static Set<String> labels(List<Dimension> dimensions) {
    return dimensions.stream().map(Dimension::label).collect(Collectors.toCollection(HashSet::new));
  }

  private static String label(String attribute) {
    return NOT_LABEL.matcher(attribute).replaceAll("_");
  }

  /**
   * Refuses attributes that make no label of their own. Messages name an attribute by its number: its text may be a
   * secret that was pasted at the wrong place.
   */
  private static void checkLabels(
      Set<String> ours, String kind, List<String> attributes, Collection<String> before) {
    Set<String> seen = before.stream().map(MetricDefinitions::label).collect(Collectors.toSet());
    for (int i = 0; i < attributes.size(); i++) {
      String label = label(attributes.get(i));
      String which = kind + " no. " + (i + 1);
      if (ours.contains(label)) {
        throw new IllegalArgumentException(
            which + " would be the label \"" + label + "\", which a metric has already; remove it");
      }
      if (label.startsWith("__") || !label.matches("[a-zA-Z_].*")) {
        throw new IllegalArgumentException(
            which + " makes no label, because it does not begin with a letter; remove it");
      }
      if (!seen.add(label)) {
        throw new IllegalArgumentException(
            which + " would be the same label as another one; remove one of them");
      }
    }
  }

  private BucketBounds bounds(String metric, BucketBounds usual, MetricDialect dialect) {
    String name = dialect.name().toLowerCase(Locale.ROOT);
    return bounds(metric, usual, settings.has(dialect), "add " + name + " to metrics.dialects");
  }

  private BucketBounds bounds(String metric, BucketBounds usual, boolean isShown, String cure) {
    cureByHistogram.put(metric, isShown ? "" : cure);
    return settings.bounds().getOrDefault(metric, usual);
  }

  private void checkBuckets() {
    for (String metric : settings.bounds().keySet()) {
      String cure = cureByHistogram.get(metric);
      if (cure == null) {
        throw new IllegalArgumentException(
            "buckets are set for a name that is not a histogram; the histograms are "
                + String.join(", ", cureByHistogram.keySet()));
      }
      if (!cure.isEmpty()) {
        throw new IllegalArgumentException("buckets are set for " + metric
            + ", which is not shown; " + cure + ", or remove the buckets");
      }
    }
  }
}
