/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.settings.Fingerprint;
import dev.fanlight.exporters.internal.settings.LaneSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the document comes from, and what is put into it. */
class SourcesTest {

  private final FakeSurroundings surroundings = new FakeSurroundings();

  @TempDir
  private Path folder;

  @Test
  void a_later_file_wins_by_key_and_null_removes() throws IOException {
    Path base = write("base.yaml", """
        batch: {spans: 100, delay: 2s}
        vendors:
          a: {type: otlp, timeout: 3s, headers: {x: base, y: base}}
          b: {type: otlp}
          c: {type: otlp, timeout: 3s}
        """);
    Path prod = write("prod.yaml", """
        batch: {spans: 200}
        vendors:
          a: {headers: {x: prod}}
          b: null
          c: {timeout: ~}
          d: {type: otlp}
        """);

    LoadResult loaded = surroundings.load(ConfigSource.of(base, prod));
    Configuration configuration = FakeSurroundings.usable(loaded);

    assertThat(configuration.fanout().batchSpans()).isEqualTo(200);
    assertThat(configuration.fanout().batchDelay()).hasSeconds(2);
    assertThat(names(configuration)).containsExactly("a", "c", "d");
    assertThat(configuration.fanout().lanes().get(0).timeout()).hasSeconds(3);
    assertThat(configuration.fanout().lanes().get(0).vendor().headers().current())
        .isEqualTo(Map.of("x", "prod", "y", "base"));
    assertThat(configuration.fanout().lanes().get(1).timeout()).hasSeconds(10);
    assertThat(loaded.files()).containsExactlyInAnyOrder(base, prod);
  }

  @Test
  void each_problem_names_the_file_it_stands_in() throws IOException {
    Path base = write("base.yaml", "vendors: {a: {type: otlp, timeout: soon}}\n");
    Path prod = write("prod.yaml", "\nbatch: {spans: none}\n");

    LoadResult loaded = surroundings.load(ConfigSource.of(base, prod));

    assertThat(loaded.problems())
        .extracting(problem -> problem.place().toString())
        .containsExactlyInAnyOrder(base + ":1:36", prod + ":2:16");
  }

  @Test
  void the_document_in_a_variable_lies_over_the_files() throws IOException {
    Path base = write("base.yaml", "vendors: {a: {type: otlp}}");
    surroundings
        .variable("FANLIGHT_CONFIG", base.toString())
        .variable("FANLIGHT_CONFIG_YAML", "vendors: {b: {type: otlp}}");

    ConfigSource source = ConfigSource.find(surroundings.surroundings()).orElseThrow();

    assertThat(names(usable(source))).containsExactly("a", "b");
  }

  @Test
  void the_property_wins_over_the_variable_and_commas_part_the_files() {
    surroundings
        .variable("FANLIGHT_CONFIG", "one.yaml")
        .property("fanlight.config", "two.yaml, three.yaml");

    assertThat(ConfigSource.find(surroundings.surroundings()))
        .contains(ConfigSource.of(Path.of("two.yaml"), Path.of("three.yaml")));
  }

  @Test
  void nothing_set_is_no_source() {
    assertThat(ConfigSource.find(surroundings.surroundings())).isEmpty();
  }

  @Test
  void a_missing_file_is_a_problem() {
    LoadResult loaded = surroundings.load(ConfigSource.of(folder.resolve("none.yaml")));

    assertThat(loaded).isInstanceOf(LoadResult.Refused.class);
    assertThat(loaded.problems().get(0).message()).startsWith("there is no file ");
  }

  @Test
  void a_secret_from_a_file_loses_its_line_break_and_is_read_again() throws IOException {
    Path secret = write("key", "one\n");
    Path file = write("fanlight.yaml", "vendors: {new_relic: {license_key: '${file:key}'}}");

    LoadResult loaded = surroundings.load(ConfigSource.of(file));
    Configuration configuration = FakeSurroundings.usable(loaded);
    LaneSettings lane = configuration.fanout().lanes().get(0);
    Map<String, String> before = lane.vendor().headers().current();
    Files.writeString(secret, "two\n");
    lane.vendor().headers().refresh();

    assertThat(before).isEqualTo(Map.of("api-key", "one"));
    assertThat(lane.vendor().headers().current()).isEqualTo(Map.of("api-key", "two"));
    assertThat(loaded.files()).containsExactlyInAnyOrder(file, secret);
    assertThat(configuration.fileSecrets()).hasSize(1);
  }

  @Test
  void a_rotated_file_secret_leaves_the_fingerprint_alone_and_an_edited_certificate_does_not()
      throws Exception {
    write("key", "one");
    write("ca.pem", certificate(0));
    Path file = write(
        "fanlight.yaml", "vendors: {new_relic: {license_key: '${file:key}', tls: {ca: ca.pem}}}");
    Fingerprint before = fingerprint(file);

    write("key", "two");
    Fingerprint rotated = fingerprint(file);
    write("ca.pem", certificate(1));
    Fingerprint otherCa = fingerprint(file);

    assertThat(rotated).isEqualTo(before);
    assertThat(otherCa).isNotEqualTo(before);
  }

  @Test
  void a_file_secret_that_is_part_of_the_address_makes_another_lane_of_it() throws Exception {
    write("url", "https://in.example/receiver/v1/trace/one");
    Path file = write("fanlight.yaml", "vendors: {sumo_logic: {source_url: '${file:url}'}}");
    Fingerprint before = fingerprint(file);

    write("url", "https://in.example/receiver/v1/trace/two");

    assertThat(fingerprint(file)).isNotEqualTo(before);
  }

  @Test
  void a_secret_file_that_is_gone_keeps_the_old_secret() throws IOException {
    Path secret = write("key", "one");
    Path file = write("fanlight.yaml", "vendors: {new_relic: {license_key: '${file:key}'}}");
    LaneSettings lane = usable(ConfigSource.of(file)).fanout().lanes().get(0);

    Files.delete(secret);
    lane.vendor().headers().refresh();

    assertThat(lane.vendor().headers().current()).isEqualTo(Map.of("api-key", "one"));
  }

  @Test
  void references_are_put_in_as_text() {
    surroundings.variable("A", "x: [").variable("EMPTY", "");

    LaneSettings lane = lane("""
        vendors:
          otlp:
            headers:
              plain: ${A}
              default: ${NONE:-d}
              empty: ${EMPTY:-e}
              escaped: $${A} costs 5$
              twice: ${A}-${A}
              quoted: '${A}'
        """);

    assertThat(lane.vendor().headers().current())
        .isEqualTo(Map.of(
            "plain", "x: [",
            "default", "d",
            "empty", "e",
            "escaped", "${A} costs 5$",
            "twice", "x: [-x: [",
            "quoted", "x: ["));
  }

  @Test
  void the_switch_in_the_environment_turns_everything_off() {
    surroundings.variable("FANLIGHT_ENABLED", "false");

    Configuration configuration =
        surroundings.configuration("vendors: {new_relic: {license_key: '${NOT_THERE}'}}");

    assertThat(configuration.isEnabled()).isFalse();
    assertThat(configuration.fanout().lanes()).isEmpty();
  }

  @ParameterizedTest(name = "-D{0}={1}")
  @CsvSource({"fanlight.enabled, false", "fanlight.enabled, False", "otel.sdk.disabled, true"})
  void the_switch_as_a_system_property_turns_everything_off(String name, String value) {
    surroundings.property(name, value);

    Configuration configuration = surroundings.configuration("vendors: {a: {type: otlp}}");

    assertThat(configuration.isEnabled()).isFalse();
  }

  @Test
  void the_property_of_the_switch_wins_over_the_variable() {
    surroundings.variable("FANLIGHT_ENABLED", "false").property("fanlight.enabled", "true");

    Configuration configuration = surroundings.configuration("vendors: {a: {type: otlp}}");

    assertThat(configuration.isEnabled()).isTrue();
  }

  @Test
  void the_switch_in_the_file_turns_everything_off() {
    Configuration configuration = surroundings.configuration(
        "{enabled: false, vendors: {new_relic: {license_key: '${NOT_THERE}'}}}");

    assertThat(configuration.isEnabled()).isFalse();
  }

  @Test
  void otlp_without_endpoint_and_headers_takes_the_standard_variables() {
    surroundings
        .variable("OTEL_EXPORTER_OTLP_ENDPOINT", "https://collector:4318/base")
        .variable("OTEL_EXPORTER_OTLP_HEADERS", "api-key=a%20b$c,x=y=z")
        .variable("OTEL_EXPORTER_OTLP_TIMEOUT", "2500")
        .variable("OTEL_EXPORTER_OTLP_COMPRESSION", "none");

    LaneSettings lane = lane("vendors: {otlp: {}}");

    assertThat(lane.vendor().endpoint()).hasToString("https://collector:4318/base/v1/traces");
    assertThat(lane.vendor().headers().current()).isEqualTo(Map.of("api-key", "a b$c", "x", "y=z"));
    assertThat(lane.timeout()).hasMillis(2_500);
    assertThat(lane.compression().name()).isEqualTo("NONE");
  }

  @Test
  void the_variable_for_traces_wins_and_is_taken_as_it_is() {
    surroundings
        .variable("OTEL_EXPORTER_OTLP_ENDPOINT", "https://all:4318")
        .variable("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "https://traces:4318/mine");

    assertThat(lane("vendors: {otlp: {}}").vendor().endpoint())
        .hasToString("https://traces:4318/mine");
  }

  @Test
  void otlp_with_an_endpoint_takes_no_variable() {
    surroundings.variable("OTEL_EXPORTER_OTLP_HEADERS", "api-key=secret");

    LaneSettings lane = lane("vendors: {gw: {type: otlp, endpoint: 'http://gw:4318'}}");

    assertThat(lane.vendor().headers().current()).isEmpty();
  }

  private Configuration usable(ConfigSource source) {
    return FakeSurroundings.usable(surroundings.load(source));
  }

  private Fingerprint fingerprint(Path file) {
    return usable(ConfigSource.of(file)).fanout().lanes().get(0).fingerprint();
  }

  private LaneSettings lane(String document) {
    return surroundings.configuration(document).fanout().lanes().get(0);
  }

  private static List<String> names(Configuration configuration) {
    return configuration.fanout().lanes().stream().map(LaneSettings::name).toList();
  }

  /** One of the JVM's own authorities as PEM. */
  static String certificate(int index) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    X509TrustManager manager = (X509TrustManager) factory.getTrustManagers()[0];
    byte[] der = manager.getAcceptedIssuers()[index].getEncoded();
    String text = Base64.getMimeEncoder().encodeToString(der);
    return "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n";
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
