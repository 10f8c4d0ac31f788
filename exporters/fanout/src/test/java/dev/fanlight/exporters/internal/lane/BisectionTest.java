/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BisectionTest {

  @ParameterizedTest(name = "{0} spans")
  @ValueSource(ints = {1, 2, 3, 7, 64, 100, 512, 8_192, 100_000})
  void one_bad_span_is_found_wherever_it_is_within_the_bound(int spans) {
    for (int i = 0; i < 300; i++) {
      int bad = (int) ((long) i * spans / 300);
      Search search = new Search(spans, List.of(bad)).run();

      assertThat(search.rejected).containsExactly(bad);
      assertThat(search.taken.cardinality()).isEqualTo(spans - 1);
      assertThat(search.requests)
          .isLessThanOrEqualTo(RetryPolicy.DEFAULT.bisection().maxRequests());
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void two_bad_spans_of_a_full_batch_cost_two_spans(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      int first = random.nextInt(511);
      int second = first + 1 + random.nextInt(511 - first);
      Search search = new Search(512, List.of(first, second)).run();

      assertThat(search.rejected).containsExactly(first, second);
      assertThat(search.taken.cardinality()).isEqualTo(510);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatever_is_bad_each_span_is_settled_once_and_the_search_is_bounded(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      int spans = 1 + random.nextInt(600);
      List<Integer> bad = new ArrayList<>();
      for (int span = 0; span < spans; span++) {
        if (random.nextInt(1 + random.nextInt(200)) == 0) {
          bad.add(span);
        }
      }
      Search search = new Search(spans, bad).run();

      assertThat(search.requests)
          .isLessThanOrEqualTo(RetryPolicy.DEFAULT.bisection().maxRequests());
      assertThat(bad).containsAll(search.rejected);
      assertThat(search.taken.cardinality() + search.rejected.size() + search.asItIs)
          .isEqualTo(spans);
    }
  }

  /** A vendor that takes each run of spans without a bad one. */
  private static final class Search {
    final int spans;
    final List<Integer> bad;
    final BitSet taken = new BitSet();
    final List<Integer> rejected = new ArrayList<>();
    int asItIs;
    int requests;

    Search(int spans, List<Integer> bad) {
      this.spans = spans;
      this.bad = bad;
    }

    Search run() {
      Bisection bisection = new Bisection(spans, RetryPolicy.DEFAULT.bisection().maxRequests());
      int position = 0;
      while (position < spans) {
        int size = bisection.nextSpans(spans - position);
        if (requests > 0 && !bisection.countRequest()) {
          asItIs = spans - position;
          return this;
        }
        requests++;
        int from = position;
        if (bad.stream().noneMatch(span -> span >= from && span < from + size)) {
          bisection.taken(size);
          taken.set(from, from + size);
          position += size;
        } else if (bisection.refused(size)) {
          rejected.add(position);
          position++;
        }
      }
      return this;
    }
  }
}
