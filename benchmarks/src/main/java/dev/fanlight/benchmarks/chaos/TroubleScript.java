/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * The troubles of a run, made of the seed alone. A vendor has one at a time, and the generator has one at a time. Kinds are
 * dealt from a shuffled deck, so that a short run has as many of them as it can.
 */
final class TroubleScript {

  private static final long FIRST_MILLIS = 2_000;
  private static final long LAST_MILLIS = 2_000;
  private static final int LONG_RUN_SECONDS = 240;

  /** Records that waited in memory are on disk before the process is killed; an edit is in effect before the next one. */
  private static final long SETTLING_MILLIS = 3_500;

  private final Random random;
  private final long endMillis;
  private final boolean isLong;
  private final List<Trouble> troubles = new ArrayList<>();

  private TroubleScript(long seed, int seconds) {
    this.random = new Random(seed);
    this.endMillis = seconds * 1_000L - LAST_MILLIS;
    this.isLong = seconds >= LONG_RUN_SECONDS;
  }

  /** Returns the script in the order of the starts. */
  static List<Trouble> create(long seed, int seconds) {
    TroubleScript script = new TroubleScript(seed, seconds);
    for (ChaosVendor vendor : ChaosVendor.values()) {
      if (vendor != ChaosVendor.CONTROL) {
        script.breakVendor(vendor);
      }
    }
    script.breakGenerator();
    script.troubles.sort(Comparator.comparingLong(Trouble::startMillis));
    return List.copyOf(script.troubles);
  }

  private void breakVendor(ChaosVendor vendor) {
    List<TroubleKind> deck = new ArrayList<>();
    for (long at = FIRST_MILLIS + random.nextInt(2_000); at < endMillis; ) {
      TroubleKind kind = deal(deck, TroubleKind.of(vendor));
      long end = at + vendorTroubleMillis();
      add(kind, Optional.of(vendor), at, end);
      at = end + (isLong ? between(3_000, 15_000) : between(500, 3_000));
    }
  }

  private long vendorTroubleMillis() {
    if (!isLong) {
      return between(500, 4_000);
    }
    return random.nextInt(8) == 0 ? between(10_000, 40_000) : between(500, 8_000);
  }

  private void breakGenerator() {
    List<TroubleKind> deck = new ArrayList<>();
    for (long at = FIRST_MILLIS + between(1_000, 3_000); at < endMillis; ) {
      TroubleKind kind = deal(deck, TroubleKind.ofGenerator());
      if (kind == TroubleKind.KILL_GENERATOR && at > lastKillMillis()) {
        continue;
      }
      long end = at + generatorTroubleMillis(kind);
      add(kind, Optional.empty(), at, end);
      at = end + (isLong ? between(8_000, 40_000) : between(500, 1_500));
      at += kind == TroubleKind.STOP_GENERATOR || kind == TroubleKind.KILL_GENERATOR
          ? 0
          : SETTLING_MILLIS;
    }
  }

  /** The last life of a long run is long enough to compare its resources at its beginning and at its end. */
  private long lastKillMillis() {
    return isLong ? endMillis / 3 : endMillis * 7 / 10;
  }

  private long generatorTroubleMillis(TroubleKind kind) {
    return switch (kind) {
      case KILL_GENERATOR -> between(100, 1_000);
      case STOP_GENERATOR -> between(500, 2_500);
      case DISK_FAULT -> between(1_000, 2_500);
      default -> between(3_000, isLong ? 20_000 : 4_000);
    };
  }

  private void add(TroubleKind kind, Optional<ChaosVendor> vendor, long start, long end) {
    if (end <= endMillis) {
      troubles.add(new Trouble(kind, vendor, start, end));
    }
  }

  private TroubleKind deal(List<TroubleKind> deck, List<TroubleKind> kinds) {
    if (deck.isEmpty()) {
      deck.addAll(kinds);
      Collections.shuffle(deck, random);
      int kill = deck.indexOf(TroubleKind.KILL_GENERATOR);
      if (kill >= 0 && !isLong) { // soon enough for a short run to have it
        Collections.swap(deck, kill, deck.size() - 1 - random.nextInt(2));
      }
    }
    return deck.remove(deck.size() - 1);
  }

  private int between(int from, int to) {
    return from + random.nextInt(to - from);
  }
}
