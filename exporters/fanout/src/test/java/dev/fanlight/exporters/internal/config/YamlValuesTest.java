/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.ValueType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values as the core schema of YAML 1.2 has them, and references within references. */
class YamlValuesTest {

  private final FakeSurroundings surroundings = new FakeSurroundings();

  @TempDir
  private Path folder;

  @ParameterizedTest
  @CsvSource({"true,true", "True,true", "TRUE,true", "false,false", "False,false", "FALSE,false"})
  void a_flag_is_written_as_the_core_schema_has_it(String text, boolean flag) {
    ConfigKey<Boolean> key = ConfigKey.required("key", ValueType.FLAG, "doc");

    assertThat(ConfigLoader.node(List.of(key), "key: " + text).get(key)).isEqualTo(flag);
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "no", "on", "off", "y", "tRUE", "1", "0", "''"})
  void words_of_yaml_1_1_are_no_flags(String text) {
    ConfigKey<Boolean> key = ConfigKey.required("key", ValueType.FLAG, "doc");

    assertThatThrownBy(() -> ConfigLoader.node(List.of(key), "key: " + text))
        .hasMessageContaining("key: expected true or false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "False", "FALSE"})
  void a_switch_is_off_in_every_spelling(String off) {
    Configuration all = surroundings.configuration(
        "{enabled: " + off + ", vendors: {new_relic: {license_key: '${NOT_THERE}'}}}");
    Configuration one =
        surroundings.configuration("vendors: {a: {type: otlp}, new_relic: {enabled: " + off
            + ", license_key: '${NOT_THERE}'}}");

    assertThat(all.isEnabled()).isFalse();
    assertThat(one.fanout().lanes()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "True", "TRUE"})
  void strict_is_strict_in_every_spelling(String on) {
    LoadResult loaded = surroundings.load("{strict: " + on + ", vendors: {a: {type: none}}}");

    assertThat(loaded).isInstanceOf(LoadResult.Refused.class);
    assertThat(((LoadResult.Refused) loaded).isStrict()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"12,12", "+12,12", "012,12", "0x1F,31", "0o17,15", "'0x1f',31"})
  void an_integer_is_decimal_octal_or_hexadecimal(String text, int value) {
    ConfigKey<Integer> key = ConfigKey.required("key", ValueType.integer(0, 99), "doc");

    assertThat(ConfigLoader.node(List.of(key), "key: " + text).get(key)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1_000", "0x", "0x-1", "0o9", "0b1", "1e1", ".inf", "٣", "1:30", "-1"})
  void other_spellings_are_no_integers(String text) {
    ConfigKey<Integer> key = ConfigKey.required("key", ValueType.integer(0, 5_000), "doc");

    assertThatThrownBy(() -> ConfigLoader.node(List.of(key), "key: " + text))
        .hasMessageContaining("key: expected a whole number from 0 to 5000");
  }

  @ParameterizedTest
  @ValueSource(strings = {".inf", "-.INF", ".nan", "0x1", "٠", "1_0"})
  void a_number_is_finite_and_decimal(String text) {
    ConfigKey<Double> key = ConfigKey.required("key", ValueType.number(0, 5_000), "doc");

    assertThatThrownBy(() -> ConfigLoader.node(List.of(key), "key: " + text))
        .hasMessageContaining("key: expected a number");
  }

  @Test
  void a_number_of_a_million_digits_is_refused_in_linear_time() {
    String digits = "0." + "9".repeat(1_000_000);

    LoadResult loaded = assertTimeoutPreemptively(
        Duration.ofSeconds(2),
        () -> surroundings.load("vendors: {a: {type: otlp, sample: " + digits + "}}"));

    assertThat(loaded.isSound()).isFalse();
  }

  @Test
  void a_merge_key_is_named_where_it_stands() {
    LoadResult loaded = surroundings.load("""
        vendors:
          base: &defaults {type: otlp, timeout: 5s, headers: {a: b}}
          one:
            <<: *defaults
          two: {type: otlp, headers: {<<: {c: d}}}
          three: {type: otlp, retry: {<<: {first_delay: 1s}}}
        """);

    assertThat(loaded.problems())
        .allSatisfy(problem -> assertThat(problem.message()).startsWith("<< merges mappings"))
        .extracting(problem -> problem.place().line() + " " + problem.path())
        .containsExactly("4 vendors.one", "5 vendors.two.headers", "6 vendors.three.retry");
  }

  @Test
  void a_default_may_hold_references() throws IOException {
    Files.writeString(folder.resolve("key"), "from-file\n");
    Path file = Files.writeString(folder.resolve("fanlight.yaml"), """
        vendors:
          otlp:
            headers:
              a: ${NONE:-${B}}
              b: ${NONE:-${NOT:-c}-d}
              c: ${NONE:-${file:key}}
              d: ${NONE:-a$$b}
              e: ${B:-${NOT_SET_AND_NOT_NEEDED}}
        """);
    surroundings.variable("B", "b");

    LoadResult loaded = surroundings.load(ConfigSource.of(file));

    Configuration configuration = FakeSurroundings.usable(loaded);
    assertThat(configuration.fanout().lanes().get(0).vendor().headers().current())
        .isEqualTo(Map.of("a", "b", "b", "c-d", "c", "from-file", "d", "a$b", "e", "b"));
    assertThat(loaded.files()).contains(folder.resolve("key"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"${A:-${B}", "${A:-${B", "${A:-${}}", "${A:-${B?}}", "${A B}", "${1A}", "${}", "${"
      })
  void a_malformed_reference_is_an_error_of_its_key(String text) {
    LoadResult loaded = surroundings.load("vendors: {otlp: {headers: {k: '" + text + "'}}}");

    assertThat(loaded.problems()).singleElement().satisfies(problem -> {
      assertThat(problem.message()).startsWith("a ${");
      assertThat(problem.place().column()).isEqualTo(31);
    });
  }

  @Test
  void a_thousand_defaults_within_each_other_are_refused() {
    String nested = "${A:-".repeat(1_000) + "}".repeat(1_000);

    LoadResult loaded = surroundings.load("vendors: {otlp: {headers: {k: '" + nested + "'}}}");

    assertThat(loaded.problems().get(0).message()).contains("nested deeper than 8 levels");
  }

  @Test
  void a_text_that_references_blow_up_is_refused() {
    surroundings.variable("LONG", "x".repeat(10_000));

    LoadResult loaded =
        surroundings.load("vendors: {otlp: {headers: {k: '" + "${LONG}".repeat(50_000) + "'}}}");

    assertThat(loaded.problems().get(0).message()).contains("longer than 1 MiB");
  }

  @Test
  void references_cannot_blow_up_a_document_as_a_whole() {
    surroundings.variable("LONG", "x".repeat(1_000_000));
    String headers = IntStream.range(0, 2_000)
        .mapToObj(number -> "h" + number + ": \"${LONG}\"")
        .collect(Collectors.joining(", "));

    LoadResult loaded = assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> surroundings.load("vendors: {otlp: {headers: {" + headers + "}}}"));

    assertThat(loaded.problems().get(0).message())
        .isEqualTo("the texts of all ${…} together are longer than 16 MiB");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\uFEFF", "---\n", "%YAML 1.2\n---\n", "\n\n", "# comment\r\n"})
  void a_document_may_begin_so(String beginning) throws IOException {
    Path file = folder.resolve("fanlight.yaml");
    Files.write(
        file,
        (beginning + "vendors:\r\n  a:\r\n    type: otlp\r\n    timeout: 3s\r\n")
            .getBytes(StandardCharsets.UTF_8));

    Configuration configuration = FakeSurroundings.usable(surroundings.load(ConfigSource.of(file)));

    assertThat(configuration.fanout().lanes().get(0).timeout()).hasSeconds(3);
  }

  @Test
  void a_missing_file_is_named_with_the_folder_that_it_was_looked_for_in() {
    LoadResult loaded = surroundings.load(ConfigSource.of(Path.of("nofile.yaml")));

    String folder = Path.of("").toAbsolutePath().toString();
    assertThat(loaded.problems().get(0).message())
        .contains(
            "there is no file " + folder + "/nofile.yaml", "the working directory, " + folder);
  }
}
