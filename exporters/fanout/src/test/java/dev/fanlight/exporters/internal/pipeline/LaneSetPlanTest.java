/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.fanlight.exporters.internal.config.ConfigLoader;
import dev.fanlight.exporters.internal.config.ConfigSource;
import dev.fanlight.exporters.internal.config.LoadResult;
import dev.fanlight.exporters.internal.pipeline.LaneSetPlan.Entry;
import dev.fanlight.exporters.internal.pipeline.LaneSetPlan.Step;
import dev.fanlight.exporters.internal.settings.LaneSettings;
import dev.fanlight.exporters.internal.transport.Transports;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaneSetPlanTest {

  private static final String AT_A = "{type: otlp, endpoint: 'http://a.example'}";
  private static final String AT_B = "{type: otlp, endpoint: 'http://b.example'}";

  @Test
  void each_vendor_starts_changes_is_replaced_or_leaves() {
    List<LaneSettings> running =
        lanes("{goes: %s, stays: %s, moves: %s}".formatted(AT_A, AT_A, AT_A));
    List<LaneSettings> wanted =
        lanes("{moves: %s, comes: %s, stays: {type: otlp, endpoint: 'http://a.example', window: 7}}"
            .formatted(AT_B, AT_A));

    LaneSetPlan plan = LaneSetPlan.of(running, wanted);

    assertThat(plan.entries())
        .extracting(Entry::step, entry -> entry.wanted().name())
        .containsExactly(
            tuple(Step.REPLACE, "moves"), tuple(Step.START, "comes"), tuple(Step.CHANGE, "stays"));
    assertThat(plan.entries().get(2).wanted().window()).isEqualTo(7);
    assertThat(plan.leaving()).containsExactly("goes");
  }

  @Test
  void another_protocol_or_format_is_another_destination() {
    List<LaneSettings> http =
        lanes("{a: {type: otlp, endpoint: 'http://a.example', protocol: http}}");
    List<LaneSettings> grpc =
        lanes("{a: {type: otlp, endpoint: 'http://a.example', protocol: grpc}}");

    assertThat(LaneSetPlan.of(http, grpc).entries())
        .extracting(Entry::step)
        .containsExactly(Step.REPLACE);
  }

  @Test
  void without_vendors_all_lanes_leave_in_their_order() {
    List<LaneSettings> running = lanes("{b: %s, a: %s}".formatted(AT_A, AT_B));

    LaneSetPlan plan = LaneSetPlan.of(running, List.of());

    assertThat(plan.entries()).isEmpty();
    assertThat(plan.leaving()).containsExactly("b", "a");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void every_lane_that_runs_has_one_fate_and_every_wanted_vendor_one_entry(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      List<LaneSettings> running = some(random);
      List<LaneSettings> wanted = some(random);

      LaneSetPlan plan = LaneSetPlan.of(running, wanted);

      assertThat(plan.entries()).extracting(Entry::wanted).isEqualTo(wanted);
      List<String> fates = new ArrayList<>(plan.leaving());
      for (Entry entry : plan.entries()) {
        if (entry.step() != Step.START) {
          fates.add(entry.wanted().name());
        }
      }
      assertThat(fates)
          .containsExactlyInAnyOrderElementsOf(
              running.stream().map(LaneSettings::name).toList());
    }
  }

  private static final List<LaneSettings> EVERY =
      lanes("{a: %s, b: %s, c: %s, d: %s, e: %s}".formatted(AT_A, AT_B, AT_A, AT_B, AT_A));
  private static final List<LaneSettings> ELSEWHERE =
      lanes("{a: %s, b: %s, c: %s, d: %s, e: %s}".formatted(AT_B, AT_B, AT_B, AT_A, AT_A));

  private static List<LaneSettings> some(Random random) {
    List<LaneSettings> chosen = new ArrayList<>();
    for (int i = 0; i < EVERY.size(); i++) {
      if (random.nextBoolean()) {
        chosen.add(random.nextBoolean() ? EVERY.get(i) : ELSEWHERE.get(i));
      }
    }
    Collections.shuffle(chosen, random);
    return chosen;
  }

  private static List<LaneSettings> lanes(String vendors) {
    ConfigSource file = ConfigSource.ofText("{vendors: " + vendors + "}");
    LoadResult loaded = ConfigLoader.of(file, Transports.CHECK).load();
    return ((LoadResult.Usable) loaded).configuration().fanout().lanes();
  }
}
