/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.SumData;
import io.opentelemetry.sdk.resources.Resource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnMetersTest {

  private final OwnMeters meters = new OwnMeters();

  @ParameterizedTest
  @CsvSource({
    ",           delta,      DELTA,      2",
    "otlp,       DELTA,      DELTA,      2",
    "otlp,       lowmemory,  DELTA,      2",
    "otlp,       cumulative, CUMULATIVE, 3",
    "otlp,       ,           CUMULATIVE, 3",
    "prometheus, delta,      CUMULATIVE, 3",
    "otlp prometheus, delta, CUMULATIVE, 3"
  })
  void counts_are_as_the_only_exporter_wants_them_and_else_since_the_start(
      @Nullable String exporters,
      @Nullable String preference,
      AggregationTemporality temporality,
      long second) {
    meters.follow(exporters == null ? List.of() : List.of(exporters.split(" ", -1)), preference);
    LongCounter spans =
        meters.provider(Resource.empty()).get("test").counterBuilder("spans").build();

    spans.add(1);
    assertThat(value()).isEqualTo(1);
    spans.add(2);

    SumData<LongPointData> now = read();
    assertThat(now.getAggregationTemporality()).isEqualTo(temporality);
    assertThat(now.getPoints()).singleElement().matches(point -> point.getValue() == second);
  }

  private long value() {
    return read().getPoints().iterator().next().getValue();
  }

  private SumData<LongPointData> read() {
    return meters.produce(Resource.empty()).iterator().next().getLongSumData();
  }
}
