/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.ConfigNode;
import dev.fanlight.exporters.spi.ValueType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How values are written. */
class KindsTest {

  @ParameterizedTest
  @CsvSource({
    "250us,250000",
    "1.5ms,1500000",
    "1s,1000000000",
    "5m,300000000000",
    "24h,86400000000000",
    "7d,604800000000000"
  })
  void a_duration_has_a_unit(String text, long nanos) {
    assertThat(read(ValueType.DURATION, text)).isEqualTo(Duration.ofNanos(nanos));
    assertThat(read(ValueType.DURATION, ValueType.DURATION.print(Duration.ofNanos(nanos))))
        .hasNanos(nanos);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "0s", "-1s", "1 s", "1w", "1e3s", "s", "99999999d", "1S"})
  void other_durations_are_refused(String text) {
    assertRefused(
        ValueType.DURATION, text, "a duration with its unit such as 250ms, 1s, 5m or 24h");
  }

  @ParameterizedTest
  @CsvSource({"900kB,900000", "64MiB,67108864", "1GiB,1073741824", "17,17", "1 MB,1000000", "3B,3"})
  void a_size_has_a_unit_of_1000_or_1024(String text, long bytes) {
    assertThat(read(ValueType.SIZE, text)).isEqualTo(bytes);
    assertThat(read(ValueType.SIZE, ValueType.SIZE.print(bytes))).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "64Mib", "64M", "-1kB", "1.5MB", "99999999TiB", "kB"})
  void other_sizes_are_refused(String text) {
    assertRefused(ValueType.SIZE, text, "a size such as 900kB, 64MiB or 1GiB");
  }

  @ParameterizedTest
  @CsvSource({"10%,0.1", "0.5%,0.005", "100%,1", "0.25,0.25", "1,1", "0,0", "0%,0"})
  void a_share_is_a_percentage_or_a_fraction(String text, double share) {
    assertThat(read(ValueType.SHARE, text)).isEqualTo(share);
    assertThat(read(ValueType.SHARE, ValueType.SHARE.print(share))).isEqualTo(share);
  }

  @ParameterizedTest
  @ValueSource(strings = {"101%", "10", "-1%", "NaN", "ten", "1e9"})
  void other_shares_are_refused(String text) {
    assertRefused(ValueType.SHARE, text, "a share such as 10% or 0.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:4318",
        "ftp://h/",
        "https://",
        "https:///x",
        "http://h:99999",
        "http://h/#f",
        "http://a b/",
        "http://user:pass@host/"
      })
  void only_http_addresses_with_a_host_are_addresses(String text) {
    assertRefused(
        ValueType.ADDRESS,
        text,
        "an http or https address such as https://host:4318/path, without user and password");
  }

  @Test
  void a_flag_is_true_or_false_and_nothing_else() {
    assertThat(read(ValueType.FLAG, "true")).isTrue();
    assertRefused(ValueType.FLAG, "yes", "true or false");
  }

  @Test
  void a_number_out_of_its_range_is_refused() {
    assertThat(read(ValueType.integer(1, 64), "64")).isEqualTo(64);
    assertRefused(ValueType.integer(1, 64), "65", "a whole number from 1 to 64");
    assertRefused(ValueType.integer(1, 64), "2.5", "a whole number from 1 to 64");
  }

  @Test
  void a_single_value_stands_for_a_list_of_one() {
    assertThat(read(ValueType.list(ValueType.TEXT), "one")).containsExactly("one");
    assertThat(read(ValueType.list(ValueType.TEXT), "[one, two]")).containsExactly("one", "two");
  }

  @Test
  void a_mapping_keeps_its_order() {
    assertThat(read(ValueType.map(ValueType.TEXT), "{z: 1, a: 2}"))
        .isEqualTo(Map.of("z", "1", "a", "2"));
    assertThat(read(ValueType.map(ValueType.TEXT), "{z: 1, a: 2}").keySet())
        .containsExactly("z", "a");
  }

  @Test
  void a_nested_mapping_that_is_not_there_is_all_defaults() {
    ConfigKey<Integer> port = ConfigKey.of("port", ValueType.integer(0, 9), 7, "doc");
    ConfigKey<ConfigNode> nested = ConfigKey.nested("nested", "doc", port);

    ConfigNode node = ConfigLoader.node(List.of(nested), "{}");

    assertThat(node.get(nested).get(port)).isEqualTo(7);
    assertThat(node.has(nested)).isFalse();
  }

  @Test
  void a_former_name_is_still_read() {
    ConfigKey<Optional<String>> key =
        ConfigKey.optional("new_name", ValueType.TEXT, "doc").formerly("old_name");

    assertThat(ConfigLoader.node(List.of(key), "old_name: x").get(key)).contains("x");
    assertThatThrownBy(() -> ConfigLoader.node(List.of(key), "{old_name: x, new_name: y}"))
        .hasMessageContaining("is the old name of new_name");
  }

  @Test
  void refusing_a_value_tells_its_place() {
    ConfigKey<String> host = ConfigKey.of("host", ValueType.TEXT, "localhost", "doc");
    ConfigNode node = ConfigLoader.node(List.of(host), "\nhost: x");

    assertThat(node.refuse(host, "is taken")).hasMessage("document:2:1: host: is taken");
  }

  @Test
  void asking_for_a_key_that_was_not_declared_is_a_defect() {
    ConfigKey<String> other = ConfigKey.of("other", ValueType.TEXT, "", "doc");

    assertThatThrownBy(() -> ConfigLoader.node(List.of(), "{}").get(other))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static <T> T read(ValueType<T> kind, String text) {
    ConfigKey<T> key = ConfigKey.required("key", kind, "doc");
    return ConfigLoader.node(List.of(key), "key: " + text).get(key);
  }

  private static void assertRefused(ValueType<?> kind, String text, String expected) {
    assertThatThrownBy(() -> read(kind, "'" + text + "'"))
        .hasMessageContaining("document:1:6: key: expected " + expected)
        .hasMessageNotContaining("'" + text + "'");
  }
}
