/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The order of the customers, which the seed determines. Not for several threads. */
final class StoryMix {
  /* Twenty visits hold the whole story, so that half a second of load shows every cause. */
  private static final List<String> BLOCK = block();
  private static final String RETURNING = "returning";

  private final Random random;
  private final List<String> coming = new ArrayList<>();
  private int number;

  StoryMix(long seed) {
    this.random = new Random(seed);
  }

  private static List<String> block() {
    List<String> block = new ArrayList<>(Collections.nCopies(12, "regular"));
    block.addAll(Collections.nCopies(4, RETURNING));
    block.addAll(List.of("suspended", "suspended", "moved", "remote"));
    return List.copyOf(block);
  }

  CustomerVisit next() {
    if (coming.isEmpty()) {
      coming.addAll(BLOCK);
      Collections.shuffle(coming, random);
    }
    number++;
    String story = coming.remove(coming.size() - 1);
    return new CustomerVisit(story + "-" + number, story.equals(RETURNING));
  }
}
