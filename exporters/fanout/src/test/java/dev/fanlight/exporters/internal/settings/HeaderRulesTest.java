/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderRulesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"a\nb", "a\r\nx: b", "a\u0000b", "a\u007fb", "a\u0085b", "a\n", "\ud800", "\udc00a"
      })
  void a_value_with_a_control_character_is_refused_without_being_repeated(String value) {
    assertThat(HeaderRules.fault("api-key", value))
        .isEqualTo(
            "the value of header api-key holds a line break or control character; remove it");
    assertThat(HeaderRules.grpcFault("api-key", value))
        .isEqualTo(HeaderRules.fault("api-key", value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "Bearer a\tb", "grün", "\ud83d\ude00", "=?%\""})
  void any_other_value_can_be_sent_over_http(String value) {
    assertThat(HeaderRules.fault("api-key", value)).isNull();
  }

  @Test
  void grpc_carries_ascii_only() {
    assertThat(HeaderRules.grpcFault("api-key", "Schlüssel"))
        .contains("the value of header api-key holds a character outside ASCII")
        .contains("protocol http")
        .doesNotContain("Schl");
    assertThat(HeaderRules.grpcFault("api-key", "a b~")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-key: s3cret",
        "x-key s3cret",
        "x-key\r\ns3cret",
        "x-keyüs3cret",
        "x-key=s3cret@",
        ":s3cret"
      })
  void a_name_with_another_character_is_refused_and_what_follows_is_not_repeated(String name) {
    if (name.contains("=")) {
      assertThat(HeaderRules.fault(name, "v")).startsWith("the name of header x-key holds");
    }
    assertThat(HeaderRules.fault(name, "v"))
        .contains("holds a character that no name may hold")
        .doesNotContain("s3cret");
  }

  @Test
  void an_empty_name_is_refused() {
    assertThat(HeaderRules.fault("", "v")).isEqualTo("a header has no name; give it one");
  }

  @Test
  void the_first_fault_of_several_fields_is_told() {
    assertThat(HeaderRules.fault(Map.of("a", "b", "c", "ü"), true)).contains("header c");
    assertThat(HeaderRules.fault(Map.of("a", "b", "c", "ü"), false)).isNull();
  }
}
