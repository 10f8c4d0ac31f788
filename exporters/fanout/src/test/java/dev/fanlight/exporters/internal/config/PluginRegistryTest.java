/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.config.yaml.Problems;
import dev.fanlight.exporters.internal.settings.Fingerprint;
import dev.fanlight.exporters.internal.settings.LaneSettings;
import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.ConfigNode;
import dev.fanlight.exporters.spi.Headers;
import dev.fanlight.exporters.spi.Limits;
import dev.fanlight.exporters.spi.Secret;
import dev.fanlight.exporters.spi.SectionContext;
import dev.fanlight.exporters.spi.SectionProvider;
import dev.fanlight.exporters.spi.ValueType;
import dev.fanlight.exporters.spi.Vendor;
import dev.fanlight.exporters.spi.VendorProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What another jar can add: a vendor type, a section. */
class PluginRegistryTest {

  private final FakeSurroundings surroundings =
      new FakeSurroundings().vendor(new Acme()).section(new Pulse());

  @Test
  void a_jar_adds_a_vendor_type() {
    LaneSettings lane = lane("vendors: {main: {type: acme, token: t, timeout: 3s, sample: 10%}}");

    assertThat(lane.vendor().endpoint()).hasToString("https://in.acme.example/v1/traces");
    assertThat(lane.vendor().headers().current()).isEqualTo(Map.of("authorization", "Bearer t"));
    assertThat(lane.timeout()).hasSeconds(3);
    assertThat(lane.rules().sample()).isEqualTo(0.1);
  }

  @Test
  void the_user_can_lead_it_elsewhere() {
    LaneSettings lane = lane(
        "vendors: {acme: {token: t, endpoint: 'http://proxy:80', headers: {Authorization: mine}}}");

    assertThat(lane.vendor().endpoint()).hasToString("http://proxy:80/v1/traces");
    assertThat(lane.vendor().headers().current()).isEqualTo(Map.of("authorization", "mine"));
  }

  @Test
  void what_it_refuses_is_reported_with_its_place() {
    assertThat(problem("vendors:\n  acme:\n    token: t\n    shard: 13"))
        .endsWith(":4:5: vendors.acme.shard: must not be 13; take another");
  }

  @Test
  void what_it_throws_otherwise_costs_that_vendor_only_and_is_not_quoted() {
    LoadResult loaded = surroundings.load("vendors: {acme: {token: t, shard: 66}, otlp: {}}");

    assertThat(((LoadResult.Usable) loaded).configuration().fanout().lanes())
        .extracting(LaneSettings::name)
        .containsExactly("otlp");
    assertThat(loaded.problems().toString())
        .contains("failed with java.lang.IllegalStateException")
        .doesNotContain("s3cret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"com.acme.NotThere", "not a class name"})
  void a_jar_that_is_not_whole_is_a_warning(String entry, @TempDir Path jar) throws Exception {
    Path services = Files.createDirectories(jar.resolve("META-INF/services"));
    Files.writeString(services.resolve(VendorProvider.class.getName()), entry + "\n");
    Problems problems = new Problems();

    try (var loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, getClass().getClassLoader())) {
      assertThat(PluginRegistry.of(loader, problems).vendors()).containsKeys("otlp", "honeycomb");
    }

    assertThat(problems.errors()).isZero();
    assertThat(problems.inOrder())
        .singleElement()
        .asString()
        .contains("a plugin cannot be loaded and is left out", VendorProvider.class.getName())
        .endsWith("check that its jar is whole and its version fits");
  }

  @Test
  void a_jar_adds_a_section() {
    Configuration configuration = surroundings.configuration("{vendors: {}, pulse: {port: 7}}");

    assertThat(configuration.sections()).hasSize(1);
    assertThat(configuration.sections().get(0).node().get(Pulse.PORT)).isEqualTo(7);
  }

  @Test
  void a_section_without_keys_is_all_defaults() {
    Configuration configuration = surroundings.configuration("vendors: {}\npulse:\n");

    assertThat(configuration.sections().get(0).node().get(Pulse.PORT)).isEqualTo(9464);
  }

  @Test
  void a_section_that_is_switched_off_or_not_there_is_not_made() {
    assertThat(
            surroundings.configuration("{vendors: {}, pulse: {enabled: false}}").sections())
        .isEmpty();
    assertThat(surroundings.configuration("vendors: {}").sections()).isEmpty();
    assertThat(surroundings.configuration("{enabled: false, pulse: {}}").sections())
        .isEmpty();
  }

  @Test
  void a_section_that_is_wrong_costs_the_section_only() {
    LoadResult loaded = surroundings.load("{vendors: {otlp: {}}, pulse: {port: 13}}");

    assertThat(loaded.problems().toString()).contains("pulse.port: is unlucky");
    assertThat(((LoadResult.Usable) loaded).configuration().fanout().lanes()).hasSize(1);
    assertThat(((LoadResult.Usable) loaded).configuration().sections()).isEmpty();
  }

  @Test
  void the_fingerprint_of_a_section_changes_with_its_keys() {
    Fingerprint before =
        surroundings.configuration("pulse: {port: 7}").sections().get(0).fingerprint();
    Fingerprint same =
        surroundings.configuration("pulse:\n  port: 7").sections().get(0).fingerprint();
    Fingerprint after =
        surroundings.configuration("pulse: {port: 8}").sections().get(0).fingerprint();

    assertThat(same).isEqualTo(before);
    assertThat(after).isNotEqualTo(before);
  }

  @Test
  void a_section_whose_module_is_missing_is_a_warning_that_names_the_artifact() {
    LoadResult loaded = surroundings.load("{vendors: {}, metrics: {port: 1}, request_log: {}}");

    assertThat(loaded.isSound()).isTrue();
    assertThat(loaded.problems().toString())
        .contains("add the artifact dev.fanlight:fanlight-metrics-bridge")
        .contains("add the artifact dev.fanlight:fanlight-logback-appender");
  }

  private LaneSettings lane(String document) {
    return surroundings.configuration(document).fanout().lanes().get(0);
  }

  private String problem(String document) {
    LoadResult loaded = surroundings.load(document);
    assertThat(loaded.isSound()).isFalse();
    return loaded.problems().get(0).toString();
  }

  /** A vendor type of another jar. */
  private static final class Acme implements VendorProvider {

    private static final ConfigKey<Secret> TOKEN =
        ConfigKey.required("token", ValueType.SECRET, "Ingest token.");
    private static final ConfigKey<Integer> SHARD =
        ConfigKey.of("shard", ValueType.integer(0, 99), 0, "Shard of the account.");

    @Override
    public String type() {
      return "acme";
    }

    @Override
    public String title() {
      return "Acme Traces";
    }

    @Override
    public List<ConfigKey<?>> keys() {
      return List.of(TOKEN, SHARD);
    }

    @Override
    public Vendor create(ConfigNode node, Context context) {
      if (node.get(SHARD) == 13) {
        throw node.refuse(SHARD, "must not be 13; take another");
      }
      if (node.get(SHARD) == 66) {
        throw new IllegalStateException("s3cret " + node.get(TOKEN).reveal());
      }
      Headers headers =
          Secret.headers(Map.of("authorization", node.get(TOKEN).map(token -> "Bearer " + token)));
      return new Vendor(
          context.wire("otlp"),
          Vendor.Protocol.HTTP,
          URI.create("https://in.acme.example/v1/traces"),
          headers,
          null,
          Limits.NONE,
          Set.of(),
          "https://acme.example/trace/{trace_id}");
    }
  }

  /** A section of another jar. */
  private static final class Pulse implements SectionProvider {

    static final ConfigKey<Integer> PORT =
        ConfigKey.of("port", ValueType.integer(0, 65_535), 9464, "Port.");

    @Override
    public String key() {
      return "pulse";
    }

    @Override
    public String doc() {
      return "A pulse.";
    }

    @Override
    public List<ConfigKey<?>> keys() {
      return List.of(PORT);
    }

    @Override
    public void check(ConfigNode node) {
      if (node.get(PORT) == 13) {
        throw node.refuse(PORT, "is unlucky");
      }
    }

    @Override
    public SpanProcessor create(ConfigNode node, SectionContext context) {
      return SpanProcessor.composite();
    }
  }
}
