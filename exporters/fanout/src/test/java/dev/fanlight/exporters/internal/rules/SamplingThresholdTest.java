/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplingThresholdTest {

  /** The specification's table for a precision of 4. */
  @ParameterizedTest(name = "1 in {0}: {1}")
  @CsvSource({
    "1, 0",
    "2, 8",
    "3, aaab",
    "4, c",
    "5, cccd",
    "8, e",
    "10, e666",
    "16, f",
    "100, fd70a",
    "1000, ffbe77",
    "10000, fff9724",
    "100000, ffff583a",
    "1000000, ffffef39",
  })
  void a_rate_becomes_the_threshold_of_the_specification(int oneIn, String th) {
    assertThat(SamplingThreshold.text(SamplingThreshold.ofRate(1.0 / oneIn))).isEqualTo(th);
  }

  @Test
  void the_ends_of_the_range_keep_nothing_and_next_to_nothing() {
    assertThat(SamplingThreshold.ofRate(0)).isEqualTo(SamplingThreshold.MAX);
    assertThat(SamplingThreshold.ofRate(Double.MIN_VALUE)).isLessThan(SamplingThreshold.MAX);
    assertThat(SamplingThreshold.ofRate(0.999_999_9)).isBetween(0L, 1L << 44);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "0, 0",
    "8, 80000000000000",
    "e666, e6660000000000",
    "FD70A, fd70a000000000",
    "00000000000001, 00000000000001",
    "ffffffffffffff, ffffffffffffff"
  })
  void a_value_is_padded_on_the_right(String th, String padded) {
    assertThat(SamplingThreshold.parse(th, 0, th.length())).isEqualTo(Long.parseLong(padded, 16));
  }

  @ParameterizedTest(name = "\"{0}\"")
  @CsvSource({"''", "g", "-1", "0x8", "000000000000000", "٣"})
  void what_is_no_threshold_is_none(String th) {
    assertThat(SamplingThreshold.parse(th, 0, th.length())).isEqualTo(-1);
  }
}
