/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.redaction.TextScan.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Counts the characters that are read, so that no slow machine makes the test fail. */
class LinearTimeTest {

  private static final int LENGTH = 20_000;
  private static final int MAX_READS_PER_CHARACTER = 8;

  private final SecretText texts = new SecretText(SecretNames.ALL);

  @ParameterizedTest
  @EnumSource(Shape.class)
  void no_text_makes_the_scan_read_a_character_often(Shape shape) {
    List<String> slow = new ArrayList<>();
    HostileTexts.ofLength(LENGTH).forEach(text -> {
      CountedText counted = new CountedText(text);

      texts.masked(counted, shape);

      if (counted.reads > (long) MAX_READS_PER_CHARACTER * text.length()) {
        slow.add(counted.reads / text.length() + " for " + text.substring(0, 40));
      }
    });

    assertThat(slow).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void a_masked_text_stays_as_it_is(Shape shape) {
    HostileTexts.ofLength(200).forEach(text -> {
      CharSequence once = texts.masked(text, shape);

      assertThat(texts.masked(once.toString(), shape).toString()).isEqualTo(once.toString());
    });
  }

  /** A text that counts how often a character of it is read. */
  private static final class CountedText implements CharSequence {
    private final String text;
    private long reads;

    CountedText(String text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      reads++;
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      reads += end - start;
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
