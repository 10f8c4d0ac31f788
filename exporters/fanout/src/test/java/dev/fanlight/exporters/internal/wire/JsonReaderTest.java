/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

  private static final String STATUS =
      "{\"code\":8,\"message\":\"slow \\\"down\\\"\",\"details\":[{\"@type\":\"x/google.rpc.RetryInfo\","
          + "\"retryDelay\":\"3s\"}]}";

  @Test
  void members_are_read_in_order_whatever_lies_in_between() {
    JsonReader reader = new JsonReader(
        "{\"a\":[1,{\"b\":\"]}\"}], \"c\" : -1.5e3 ,\"d\":\"\\u00e9\\n\\/\",\"e\":null}");
    List<String> members = new ArrayList<>();
    while (reader.next()) {
      members.add(reader.name() + "=" + (reader.isComposite() ? "…" : reader.string()));
    }

    assertThat(members).containsExactly("a=…", "c=-1.5e3", "d=\u00e9\n/", "e=");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1 \"b\":2}",
        "{\"a\":\"",
        "{a:1}"
      })
  void other_texts_are_refused(String text) {
    assertThatThrownBy(() -> {
          JsonReader reader = new JsonReader(text);
          while (reader.next()) {
            reader.string();
          }
        })
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_status_that_is_cut_off_tells_what_stands_before_the_cut() {
    for (int length = 0; length <= STATUS.length(); length++) {
      RpcStatus status =
          RpcStatus.parse(STATUS.substring(0, length).getBytes(StandardCharsets.UTF_8));

      assertThat(status.message()).isIn("", "slow \"down\"");
    }
    assertThat(RpcStatus.parse(STATUS.getBytes(StandardCharsets.UTF_8)).retryDelay())
        .contains(Duration.ofSeconds(3));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void no_body_of_a_stranger_makes_a_parser_throw(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      byte[] body = STATUS.getBytes(StandardCharsets.UTF_8);
      for (int flips = 0; flips < 3; flips++) {
        body[random.nextInt(body.length)] = (byte) random.nextInt();
      }

      assertThat(RpcStatus.parse(body)).isNotNull();
      assertThat(PartialSuccess.parse(body)).isNotNull();
      assertThat(WebPage.is("", body)).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[", "{\"a\":", "\\\"", "{\"error\":", "<!--", "\n", "[{", "{\"details\":["})
  @Timeout(10)
  void hostile_bodies_cost_linear_time_and_no_stack(String unit) {
    byte[] body = ("{\"message\":\"m\",\"details\":" + unit.repeat(2_000_000 / unit.length()))
        .getBytes(StandardCharsets.UTF_8);

    assertThat(RpcStatus.parse(body).message()).isEqualTo("m");
    assertThat(PartialSuccess.parse(body).spans()).isZero();
    assertThat(WebPage.is("text/plain", body)).isFalse();
    assertThat(RpcStatus.parse(unit.repeat(500_000).getBytes(StandardCharsets.UTF_8))
            .message())
        .isEmpty();
  }
}
