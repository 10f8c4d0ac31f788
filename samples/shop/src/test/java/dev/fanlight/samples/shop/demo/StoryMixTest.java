/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoryMixTest {

  @Test
  void the_same_seed_brings_the_same_customers() {
    assertThat(visits(7, 200)).isEqualTo(visits(7, 200)).isNotEqualTo(visits(8, 200));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void every_twenty_visits_hold_the_whole_story(long seed) {
    List<CustomerVisit> visits = visits(seed, 100);

    for (int from = 0; from < visits.size(); from += 20) {
      Map<String, Long> stories = visits.subList(from, from + 20).stream()
          .collect(Collectors.groupingBy(StoryMixTest::story, Collectors.counting()));
      assertThat(stories)
          .containsExactlyInAnyOrderEntriesOf(
              Map.of("regular", 12L, "returning", 4L, "suspended", 2L, "moved", 1L, "remote", 1L));
    }
  }

  @Test
  void nobody_comes_twice_under_one_name() {
    assertThat(visits(1, 1_000)).extracting(CustomerVisit::customer).doesNotHaveDuplicates();
  }

  private static String story(CustomerVisit visit) {
    return visit.customer().split("-", 2)[0];
  }

  private static List<CustomerVisit> visits(long seed, int count) {
    var mix = new StoryMix(seed);
    return Stream.generate(mix::next).limit(count).toList();
  }
}
