/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReferenceNamesTest {

  private final ReferenceNames names = ReferenceNames.of(new LinkedHashMap<>(Map.of(
      "s3cret", "${SHORT}",
      "s3cret-and-more", "${LONG}",
      "first line\n second line \r\n\u2028third line", "${LINES}",
      "tiny", "${TINY}")));

  @Test
  void a_text_is_shown_by_the_name_of_its_reference() {
    assertThat(names.hide("no file /a/s3cret/s3cret")).isEqualTo("no file /a/${SHORT}/${SHORT}");
    assertThat(names.areIn("s3cret")).isTrue();
  }

  @Test
  void a_longer_text_comes_before_one_that_is_a_part_of_it() {
    assertThat(names.hide("s3cret-and-more")).isEqualTo("${LONG}");
  }

  @Test
  void letter_case_does_not_count() {
    assertThat(names.hide("https://S3CRET:443")).isEqualTo("https://${SHORT}:443");
  }

  @Test
  void each_line_of_a_text_counts_for_itself() {
    assertThat(names.hide("first line second line third l")).isEqualTo("${LINES} ${LINES} third l");
    assertThat(names.hide("(third line)")).isEqualTo("(${LINES})");
  }

  @Test
  void texts_that_are_too_short_to_be_secrets_stay() {
    assertThat(names.hide("tiny things")).isEqualTo("tiny things");
    assertThat(names.areIn("tiny things")).isFalse();
  }

  @Test
  void a_vendor_must_not_repeat_the_texts_either() {
    assertThat(names.texts())
        .containsExactlyInAnyOrder(
            "s3cret", "s3cret-and-more", "first line", "second line", "third line");
  }

  @Test
  void no_text_is_printed() {
    assertThat(names).hasToString("ReferenceNames{5}");
    assertThat(ReferenceNames.of(Map.of("tiny", "${TINY}"))).isSameAs(ReferenceNames.NONE);
  }
}
