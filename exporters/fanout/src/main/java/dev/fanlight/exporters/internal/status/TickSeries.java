/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.status;

import java.util.ArrayList;
import java.util.List;

/** The increases of a count in each of the last ticks, in an array of a fixed size. Not safe on several threads. */
final class TickSeries {

  /*
   * A value belongs to the ticks since the last one: if the sampling was late, for example while the machine slept, the
   * increase is spread over the ticks that were missed, so that no rate appears that never was.
   */

  private final int[] increases;
  private int used;
  private int next;
  private long lastCount;

  /**
   * An empty series.
   *
   * @param ticks maximum number of increases
   * @param count the count now
   */
  TickSeries(int ticks, long count) {
    this.increases = new int[ticks];
    this.lastCount = count;
  }

  /**
   * Adds the count at the end of a tick.
   *
   * @param ticks since the last call; at least 1
   */
  void add(long count, long ticks) {
    long increase = Math.max(0, count - lastCount);
    lastCount = count;
    int written = (int) Math.min(ticks, increases.length);
    long each = increase / ticks;
    for (int i = 0; i < written; i++) {
      long value = i < written - 1 ? each : increase - each * (ticks - 1);
      increases[next] = (int) Math.min(value, Integer.MAX_VALUE);
      next = (next + 1) % increases.length;
    }
    used = Math.min(used + written, increases.length);
  }

  /** Returns the sum of the last ticks, or of all if there are fewer. */
  long sum(int ticks) {
    long sum = 0;
    for (int i = 1; i <= Math.min(ticks, used); i++) {
      sum += increases[(next - i + increases.length) % increases.length];
    }
    return sum;
  }

  /** Returns the number of ticks that the series holds, at most as many. */
  int count(int ticks) {
    return Math.min(ticks, used);
  }

  /** Returns the increases, the oldest first. */
  List<Integer> list() {
    List<Integer> list = new ArrayList<>(used);
    for (int i = used; i >= 1; i--) {
      list.add(increases[(next - i + increases.length) % increases.length]);
    }
    return list;
  }
}
