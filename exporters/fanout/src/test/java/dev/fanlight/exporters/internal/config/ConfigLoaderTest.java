/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.settings.FanoutSettings;
import dev.fanlight.exporters.internal.settings.Fingerprint;
import dev.fanlight.exporters.internal.settings.LaneSettings;
import dev.fanlight.exporters.internal.settings.RuleSettings;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigLoaderTest {

  private final FakeSurroundings surroundings = new FakeSurroundings();

  @Test
  void three_lines_are_enough() {
    LaneSettings lane = lane("""
        vendors:
          gateway:
            type: otlp
        """);

    assertThat(lane.name()).isEqualTo("gateway");
    assertThat(lane.vendor().endpoint()).isEqualTo(URI.create("http://localhost:4318/v1/traces"));
    assertThat(lane.vendor().wire().name()).isEqualTo("otlp");
    assertThat(lane.rules()).isEqualTo(RuleSettings.DEFAULT);
  }

  @Test
  void what_the_file_does_not_say_is_the_default() {
    FanoutSettings fanout = surroundings.configuration("vendors: {otlp: {}}").fanout();

    assertThat(fanout.queueCapacity()).isEqualTo(FanoutSettings.DEFAULT_QUEUE_CAPACITY);
    assertThat(fanout.batchDelay()).isEqualTo(FanoutSettings.DEFAULT_BATCH_DELAY);
    assertThat(fanout.bufferBytes()).isEqualTo(FanoutSettings.defaultBufferBytes());
  }

  @Test
  void a_preset_takes_its_key_and_region() {
    surroundings.variable("KEY", "@*&%[{: [secret");

    LaneSettings lane = lane("""
        vendors:
          new_relic:
            license_key: ${KEY}
            region: eu
        """);

    assertThat(lane.vendor().endpoint())
        .isEqualTo(URI.create("https://otlp.eu01.nr-data.net/v1/traces"));
    assertThat(lane.vendor().headers().current()).isEqualTo(Map.of("api-key", "@*&%[{: [secret"));
    assertThat(lane.vendor().limits().requestBytes()).isEqualTo(1_000_000);
  }

  @Test
  void one_bad_vendor_is_left_out_and_reported() {
    LoadResult loaded = surroundings.load("""
        vendors:
          good: {type: otlp}
          bad: {type: otpl}
        """);

    assertThat(loaded).isInstanceOf(LoadResult.Usable.class);
    assertThat(((LoadResult.Usable) loaded).configuration().fanout().lanes())
        .extracting(LaneSettings::name)
        .containsExactly("good");
    assertThat(loaded.problems()).hasSize(1);
    assertThat(loaded.problems().get(0))
        .hasToString(
            "FANLIGHT_CONFIG_YAML:3:15: vendors.bad: no such vendor type; did you mean otlp? `type: otlp` and"
                + " an `endpoint` send to any OTLP receiver, and `fanlight vendors` lists the types");
  }

  @Test
  void a_strict_file_with_a_bad_vendor_is_refused() {
    LoadResult loaded = surroundings.load("""
        strict: true
        vendors:
          bad: {type: otpl}
        """);

    assertThat(loaded).isInstanceOf(LoadResult.Refused.class);
  }

  @Test
  void all_errors_are_reported_at_once() {
    LoadResult loaded = surroundings.load("""
        batch: {spans: many, delai: 1s}
        vendors:
          new_relic: {licence_key: x, region: ue}
          otlp: {timeout: 5}
        """);

    assertThat(loaded.problems())
        .extracting(problem -> problem.place().line() + " " + problem.path())
        .containsExactlyInAnyOrder(
            "1 batch.spans",
            "1 batch",
            "3 vendors.new_relic.license_key",
            "3 vendors.new_relic",
            "3 vendors.new_relic.region",
            "4 vendors.otlp.timeout");
  }

  @Test
  void rules_of_a_vendor_add_to_those_for_all() {
    LaneSettings lane = lane("""
        rules:
          redact: [user.email]
          drop: {url.path: /health}
          sample: 50%
        vendors:
          otlp:
            redact: enduser.id
            keep: {service.namespace: [gaming]}
            drop: {url.path: ["/ready*"]}
            sample: 10%
        """);

    assertThat(lane.rules())
        .isEqualTo(new RuleSettings(
            List.of(Map.of("service.namespace", List.of("gaming"))),
            Map.of("url.path", List.of("/health", "/ready*")),
            0.1,
            Set.of("user.email", "enduser.id"),
            Set.of(),
            Set.of(),
            Map.of(),
            Map.of(),
            true));
  }

  @Test
  void names_that_are_lifted_are_lifted_for_every_vendor() {
    LaneSettings lane = lane("""
        rules: {not_redacted: [code, x-session]}
        vendors:
          otlp: {redact: enduser.id}
        """);

    assertThat(lane.rules().notRedacted()).containsExactlyInAnyOrder("code", "x-session");
    assertThat(lane.rules().canonical()).contains("notRedacted=[\"code\", \"x-session\"]");
  }

  @Test
  void a_vendor_that_is_switched_off_needs_no_secret() {
    Configuration configuration = surroundings.configuration("""
        vendors:
          otlp: {}
          new_relic:
            enabled: ${CANARY:-false}
            license_key: ${file:/nowhere/at/all}
        """);

    assertThat(configuration.fanout().lanes())
        .extracting(LaneSettings::name)
        .containsExactly("otlp");
  }

  @Test
  void the_fingerprint_changes_with_what_the_lane_does_and_with_nothing_else() {
    surroundings.variable("KEY", "one");
    Fingerprint before = lane("vendors: {new_relic: {license_key: '${KEY}'}}").fingerprint();
    Fingerprint reformatted =
        lane("{vendors: {new_relic: {license_key: \"${KEY}\" } } } # same").fingerprint();
    surroundings.variable("KEY", "two");
    Fingerprint after = lane("vendors: {new_relic: {license_key: '${KEY}'}}").fingerprint();

    assertThat(reformatted).isEqualTo(before);
    assertThat(after).isNotEqualTo(before);
  }

  private LaneSettings lane(String document) {
    List<LaneSettings> lanes = surroundings.configuration(document).fanout().lanes();
    assertThat(lanes).hasSize(1);
    return lanes.get(0);
  }
}
