/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLineTest {
  private static final FieldKey TRUNCATED = FieldKey.dotted("cut");

  private final JsonLine line = new JsonLine(2048, TRUNCATED);

  @Test
  void fields_come_in_the_order_they_were_written() {
    line.begin();
    line.key(FieldKey.dotted("a.b")).string("x");
    line.key(FieldKey.dotted("n")).number(-42);
    line.key(FieldKey.dotted("d")).number(0.5);
    line.key(FieldKey.dotted("t")).bool(true);
    line.key(FieldKey.dotted("z")).string(null);

    assertThat(text()).isEqualTo("{\"a.b\":\"x\",\"n\":-42,\"d\":0.5,\"t\":true,\"z\":null}\n");
  }

  @Test
  void nested_keys_share_their_objects() {
    line.begin();
    line.key(FieldKey.nested("a.b.c")).number(1);
    line.key(FieldKey.nested("a.b.d")).number(2);
    line.key(FieldKey.nested("a.e")).number(3);
    line.key(FieldKey.nested("f")).number(4);
    line.key(KeyPrefix.nested("g.h"), "user").number(5);

    assertThat(text())
        .isEqualTo(
            "{\"a\":{\"b\":{\"c\":1,\"d\":2},\"e\":3},\"f\":4,\"g\":{\"h\":{\"user\":5}}}\n");
  }

  @Test
  void a_field_taken_back_leaves_no_trace() {
    line.begin();
    line.key(FieldKey.nested("a.b")).number(1);
    line.key(FieldKey.nested("c.d")).startString();
    line.append("half a val");
    line.keepFields(1);
    line.key(FieldKey.nested("a.e")).number(2);

    assertThat(text()).isEqualTo("{\"a\":{\"b\":1,\"e\":2}}\n");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 9, 10, -1, Long.MAX_VALUE, Long.MIN_VALUE, 1_000_000_007})
  void whole_numbers_are_exact(long number) {
    line.begin();
    line.key(FieldKey.dotted("n")).number(number);

    assertThat(text()).isEqualTo("{\"n\":" + number + "}\n");
  }

  @Test
  void what_json_does_not_know_as_a_number_is_refused() {
    line.begin();
    line.key(FieldKey.dotted("n"));

    assertThatThrownBy(() -> line.number(Double.NaN)).hasMessageContaining("string");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0000|\\u0000",
        "000A|\\n",
        "000D|\\r",
        "0009|\\t",
        "0008|\\b",
        "000C|\\f",
        "001B|\\u001b",
        "0022|\\\"",
        "005C|\\\\",
        "007F|\\u007f",
        "0080|\\u0080",
        "0085|\\u0085",
        "009F|\\u009f",
        "2028|\\u2028",
        "2029|\\u2029",
        "D83D|\ufffd",
        "DE00|\ufffd"
      })
  void no_character_ends_the_line_or_breaks_the_string(String codeUnit, String expected) {
    line.begin();
    line.key(FieldKey.dotted("s")).string("a" + (char) Integer.parseInt(codeUnit, 16) + "b");

    assertThat(text()).isEqualTo("{\"s\":\"a" + expected + "b\"}\n");
  }

  @Test
  void other_characters_are_as_they_are() {
    String text = "é ß € 😀 \u00a0 \uffff /";
    line.begin();
    line.key(FieldKey.dotted("s")).string(text);

    assertThat(text()).isEqualTo("{\"s\":\"" + text + "\"}\n");
  }

  @Test
  void pairs_are_whole_wherever_chunks_end() {
    for (int offset = 250; offset < 260; offset++) {
      String text = "x".repeat(offset) + "😀" + "y";
      line.begin();
      line.key(FieldKey.dotted("s")).string(text);

      assertThat(text()).isEqualTo("{\"s\":\"" + text + "\"}\n");
    }
  }

  @Test
  void the_string_that_may_be_shortened_first_is() {
    line.begin();
    line.key(FieldKey.dotted("message")).string("m".repeat(500));
    line.key(FieldKey.dotted("stack")).startString();
    line.append("s".repeat(1900));
    line.endString(true);
    line.key(FieldKey.dotted("last")).string("l".repeat(100));

    assertThat(text())
        .contains("m".repeat(500), "\"last\":\"" + "l".repeat(100), "s…\"", "\"cut\":true}\n")
        .hasSizeLessThanOrEqualTo(2048);
  }

  @Test
  void then_the_longest_strings_are_shortened_evenly() {
    line.begin();
    line.key(FieldKey.dotted("a")).string("\u0001".repeat(3000));
    line.key(FieldKey.dotted("b")).string("😀".repeat(3000));
    line.key(FieldKey.dotted("c")).string("short");

    String text = text();

    assertThat(text.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(2048);
    assertThat(text)
        .containsPattern(
            "\\{\"a\":\"(\\\\u0001)+…\",\"b\":\"(😀)+…\",\"c\":\"short\",\"cut\":true}\n");
  }

  @Test
  void then_the_last_fields_go() {
    line.begin();
    line.key(FieldKey.dotted("first")).number(1);
    for (int i = 0; i < 500; i++) {
      line.key(KeyPrefix.nested("labels"), "k" + i).string("v" + i);
    }

    assertThat(text())
        .startsWith("{\"first\":1,\"labels\":{\"k0\":\"v0\",")
        .endsWith("\"},\"cut\":true}\n")
        .hasSizeBetween(1900, 2048);
  }

  @Test
  void a_line_that_just_fits_is_left_alone() {
    String frame = "{\"s\":\"\"}\n";
    String text = "x".repeat(2048 - frame.length());
    line.begin();
    line.key(FieldKey.dotted("s")).string(text);

    assertThat(text()).isEqualTo("{\"s\":\"" + text + "\"}\n");
  }

  @Test
  void a_mask_sees_what_lies_behind_the_cut() {
    var masked = new JsonLine(2048, TRUNCATED, text -> text.replace("SECRET", "*"));
    masked.begin();
    masked.key(FieldKey.dotted("s")).string("x".repeat(2045) + "SECRET");

    assertThat(new String(masked.finish(), UTF_8)).doesNotContain("SEC");
  }

  private String text() {
    return new String(line.finish(), UTF_8);
  }
}
