/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.Base2ExponentialHistogramOptions;
import io.opentelemetry.sdk.metrics.InstrumentSelector;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.View;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A metric that Prometheus cannot show, or that would clash with another one, costs itself. */
class OmittedMetricsTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final MetricsBridge bridge = MetricsBridge.builder()
      .registry(registry)
      .dialects(Arrays.asList(MetricDialect.values()))
      .also(() -> {
        throw new NoClassDefFoundError("theirs");
      })
      .start();
  private final Application application = new Application(bridge);
  private final SdkMeterProvider provider = SdkMeterProvider.builder()
      .registerMetricReader(bridge.meterReader())
      .registerView(
          InstrumentSelector.builder().setName("wide").build(),
          View.builder()
              .setAggregation(Aggregation.base2ExponentialBucketHistogram(
                  Base2ExponentialHistogramOptions.builder().setMaxBuckets(2).build()))
              .build())
      .build();
  private final Meter meter = provider.get("shop");
  private final Told told = new Told();

  @AfterEach
  void close() {
    told.close();
    provider.close();
    application.close();
  }

  static Stream<Arguments> instruments_that_prometheus_cannot_show() {
    return Stream.of(
        instrument(
            "a histogram with the attribute le",
            "wait",
            meter -> meter.histogramBuilder("wait").build().record(1, attribute("le"))),
        instrument("an exponential histogram of scale -5 and less", "wide", meter -> {
          var histogram = meter.histogramBuilder("wide").build();
          histogram.record(1e-300);
          histogram.record(1e300);
        }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("instruments_that_prometheus_cannot_show")
  void an_instrument_that_prometheus_cannot_show_costs_itself_and_one_message(
      String name, String omitted, Consumer<Meter> instrument) {
    application.end("a", Duration.ofMillis(1));
    meter.gaugeBuilder("sound").build().set(1);
    instrument.accept(meter);

    registry.scrape();
    Shown shown = Shown.of(registry.scrape());

    assertThat(shown.sum("traces_span_metrics_calls_total")).isEqualTo(1);
    assertThat(shown.sum("sound")).isEqualTo(1);
    assertThat(shown.lines()).noneMatch(line -> line.name().startsWith(omitted));
    assertThat(told.warnings())
        .filteredOn(text -> text.contains(": " + omitted + ": "))
        .hasSize(1);
  }

  static Stream<Arguments> instruments_that_clash() {
    return Stream.of(
        instrument("a counter and a gauge of its sample", "jobs_total", meter -> {
          meter.counterBuilder("jobs").build().add(1);
          meter.gaugeBuilder("jobs.total").build().set(7);
        }),
        instrument("a histogram and a gauge of its count", "req_count", meter -> {
          meter.histogramBuilder("req").build().record(1);
          meter.gaugeBuilder("req.count").build().set(2);
        }),
        instrument("a histogram and a counter of its sum", "req_sum", meter -> {
          meter.histogramBuilder("req").build().record(1);
          meter.counterBuilder("req.sum").build().add(2);
        }),
        instrument("a counter and a gauge of its creation", "jobs_created", meter -> {
          meter.counterBuilder("jobs").build().add(1);
          meter.gaugeBuilder("jobs.created").build().set(2);
        }),
        instrument("two types of one name", "x", meter -> {
          meter.counterBuilder("x_").build().add(1);
          meter.upDownCounterBuilder("x/").build().add(1); // as Prometheus spells it, x_
        }),
        instrument(
            "a gauge and a metric drawn from spans",
            "traces_span_metrics_calls_total",
            meter ->
                meter.gaugeBuilder("traces.span.metrics.calls.total").build().set(9)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("instruments_that_clash")
  void two_metrics_never_share_a_name_in_a_scrape(
      String name, String omitted, Consumer<Meter> instruments) {
    application.end("a", Duration.ofMillis(1));
    instruments.accept(meter);

    registry.scrape();
    String openMetrics = registry.scrape("application/openmetrics-text; version=1.0.0");

    assertThat(Clashes.of(openMetrics)).isEmpty();
    assertThat(openMetrics).contains("traces_span_metrics_calls_total{");
    assertThat(told.warnings())
        .filteredOn(text -> text.contains(": " + omitted))
        .hasSize(1);
  }

  static Stream<Error> errors_that_end_a_whole_collection() {
    return Stream.of(new NoClassDefFoundError("gone"), new StackOverflowError("gone"));
  }

  @ParameterizedTest
  @MethodSource("errors_that_end_a_whole_collection")
  void a_callback_that_fails_with_an_error_leaves_the_span_metrics_as_they_are(Error error) {
    application.end("a", Duration.ofMillis(1));
    meter.gaugeBuilder("bad").buildWithCallback(gauge -> {
      throw error;
    });

    registry.scrape();
    Shown shown = Shown.of(registry.scrape());

    assertThat(shown.sum("traces_span_metrics_calls_total")).isEqualTo(1);
    assertThat(shown.all("fanlight_metrics_series")).isNotEmpty();
    assertThat(told.warnings()).filteredOn(text -> text.contains("gone")).hasSize(1);
  }

  @Test
  void an_instrument_gives_way_to_a_micrometer_meter_by_the_names_of_its_samples() {
    registry.counter("logins").increment(3);
    registry.timer("checkout").record(Duration.ofMillis(5));
    Gauge.builder()
        .name("depth_count")
        .register(registry.getPrometheusRegistry())
        .set(4);
    meter.gaugeBuilder("logins.total").build().set(9);
    meter.gaugeBuilder("checkout.seconds.max").build().set(9);
    meter.histogramBuilder("depth").build().record(9);

    String openMetrics = registry.scrape("application/openmetrics-text; version=1.0.0");

    assertThat(Clashes.of(openMetrics)).isEmpty();
    Shown shown = Shown.of(registry.scrape());
    assertThat(shown.sum("logins_total")).isEqualTo(3);
    assertThat(shown.sum("checkout_seconds_max")).isLessThan(1);
    assertThat(shown.sum("depth_count")).isEqualTo(4);
  }

  @Test
  void labels_that_prometheus_cannot_tell_apart_make_one_sample() {
    var counter = meter.counterBuilder("jobs").build();
    counter.add(1, Attributes.of(AttributeKey.stringKey("queue"), "a\ud800"));
    counter.add(2, Attributes.of(AttributeKey.stringKey("queue"), "a\ud801"));
    counter.add(4, Attributes.of(AttributeKey.stringKey("queue"), ""));
    counter.add(8, Attributes.empty());

    Shown shown = Shown.of(registry.scrape());

    assertThat(shown.all("jobs_total", "queue", "a?"))
        .singleElement()
        .satisfies(line -> assertThat(line.value()).isEqualTo(3));
    assertThat(shown.all("jobs_total", "queue", ""))
        .singleElement()
        .satisfies(line -> assertThat(line.value()).isEqualTo(12));
  }

  @Test
  void an_attribute_of_any_type_is_a_label_as_the_collector_writes_it() {
    var counter = meter.counterBuilder("jobs").build();
    counter.add(1, Attributes.of(AttributeKey.stringArrayKey("a:b"), List.of("x", "y")));
    counter.add(
        2,
        Attributes.of(
            AttributeKey.valueKey("map"),
            Value.of(Map.of("k", Value.of(Value.of(1), Value.of("z"))))));
    counter.add(4, Attributes.of(AttributeKey.valueKey("bytes"), Value.of(new byte[] {
      1, 2, (byte) 0xff
    })));

    Shown shown = Shown.of(registry.scrape());

    assertThat(shown.sum("jobs_total", "a_b", "[\\\"x\\\",\\\"y\\\"]")).isEqualTo(1);
    assertThat(shown.sum("jobs_total", "map", "{\\\"k\\\":[1,\\\"z\\\"]}")).isEqualTo(2);
    assertThat(shown.sum("jobs_total", "bytes", "AQL/")).isEqualTo(4);
  }

  @Test
  void a_source_of_metrics_that_fails_costs_itself_and_one_message() {
    application.end("a", Duration.ofMillis(1));

    registry.scrape();

    assertThat(Shown.of(registry.scrape()).sum("traces_span_metrics_calls_total"))
        .isEqualTo(1);
    assertThat(told.warnings()).filteredOn(text -> text.contains("theirs")).hasSize(1);
  }

  @Test
  @SuppressWarnings("NullAway") // what the interface forbids
  void a_source_with_a_null_among_its_metrics_costs_itself() {
    MetricsBridge odd = MetricsBridge.builder()
        .noEndpoint()
        .also(() -> Arrays.asList((MetricSnapshot) null))
        .start();
    try (var traced = new Application(odd)) {
      traced.end("a", Duration.ofMillis(1));

      assertThat(Shown.by(odd).sum("traces_span_metrics_calls_total")).isEqualTo(1);
    }
  }

  @Test
  void a_meter_that_cannot_be_named_costs_no_metric_of_ours() {
    application.end("a", Duration.ofMillis(1));
    registry.counter("nameless").increment();
    NamingConvention usual = registry.config().namingConvention();
    registry.config().namingConvention((name, type, unit) -> {
      if (name.equals("nameless")) {
        throw new IllegalStateException("the application's convention");
      }
      return usual.name(name, type, unit);
    });

    assertThat(Shown.of(registry.scrape()).sum("traces_span_metrics_calls_total"))
        .isEqualTo(1);
  }

  private static Attributes attribute(String key) {
    return Attributes.of(AttributeKey.stringKey(key), "5");
  }

  private static Arguments instrument(String name, String omitted, Consumer<Meter> instrument) {
    return Arguments.of(name, omitted, instrument);
  }

  /** The names in an OpenMetrics answer that two families would have. */
  private static final class Clashes {
    private static final List<String> SUFFIXES =
        List.of("_total", "_created", "_bucket", "_count", "_sum", "_info");

    private Clashes() {}

    static List<String> of(String openMetrics) {
      List<String> families = openMetrics
          .lines()
          .filter(line -> line.startsWith("# TYPE "))
          .map(line -> line.substring(7, line.indexOf(' ', 7)))
          .toList();
      return families.stream()
          .filter(family -> families.indexOf(family) != families.lastIndexOf(family)
              || SUFFIXES.stream().anyMatch(suffix -> families.contains(family + suffix)))
          .toList();
    }
  }
}
