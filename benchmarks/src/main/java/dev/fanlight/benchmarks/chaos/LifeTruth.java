/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * The spans that one life of the generator ended: 1 to {@code ended}, less the spans that the queue refused; of the rest the
 * log took the first {@code appended}, since the queue keeps the order of the one thread that ends spans.
 */
final class LifeTruth {

  private final int life;
  private final long begun;
  private final long ended;
  private final BitSet refused;
  private final long appended;
  private final long lastAppended;

  /**
   * A life of these figures.
   *
   * @param begun number of the last span for which end() was called
   * @param ended number of the last span for which end() has returned
   * @param refused numbers of the spans that the queue refused
   * @param appended how many spans of this life the log took
   */
  LifeTruth(int life, long begun, long ended, BitSet refused, long appended) {
    this.life = life;
    this.begun = begun;
    this.ended = ended;
    this.refused = (BitSet) refused.clone();
    this.appended = appended;
    this.lastAppended = lastAppended();
  }

  /** Reads the files of a life. */
  static LifeTruth read(int life, String base, long appended) throws IOException {
    LifeCounters counters = LifeCounters.open(Path.of(base + ".counters"));
    BitSet refused = new BitSet();
    Path file = Path.of(base + ".refused");
    if (Files.exists(file)) {
      for (String number : Files.readAllLines(file)) {
        refused.set(Integer.parseInt(number));
      }
    }
    return new LifeTruth(life, counters.begun(), counters.ended(), refused, appended);
  }

  private long lastAppended() {
    long left = appended;
    long number = 0;
    while (left > 0 && number < begun) {
      number++;
      left -= refused.get((int) number) ? 0 : 1;
    }
    return number;
  }

  int life() {
    return life;
  }

  long begun() {
    return begun;
  }

  long refused() {
    return refused.cardinality();
  }

  long accepted() {
    return ended - refused();
  }

  long appended() {
    return appended;
  }

  /** Returns how many spans were taken by the queue and not by the log: the queue and the open batch at the kill. */
  long lostAtKill() {
    return Math.max(0, accepted() - appended);
  }

  /** Returns whether the log took more spans than the application gave it. */
  boolean isOverstated() {
    return appended > begun - refused();
  }

  boolean isAppended(long number) {
    return number <= lastAppended && !refused.get((int) number);
  }

  boolean isRefused(long number) {
    return refused.get((int) number);
  }
}
