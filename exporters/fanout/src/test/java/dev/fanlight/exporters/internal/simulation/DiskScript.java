/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

import dev.fanlight.exporters.internal.simulation.Event.BitFlip;
import dev.fanlight.exporters.internal.simulation.Event.ClockStep;
import dev.fanlight.exporters.internal.simulation.Event.Close;
import dev.fanlight.exporters.internal.simulation.Event.DiskFault;
import dev.fanlight.exporters.internal.simulation.Event.Kill;
import dev.fanlight.exporters.internal.simulation.Event.Restart;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Adds to a script what happens to a log on disk: faults of the disk, kills, losses of power, restarts. */
final class DiskScript {

  /** The first seed with a log on disk. */
  static final long FIRST_SEED = 1_001;

  private static final int SEEDS_OF_A_THOUSAND = 999;
  private static final long OF_THE_DISK = 0xD15CL;
  private static final int DAY_MILLIS = 86_400_000;

  private DiskScript() {}

  /** Whether the seed is that of a simulation with a log on disk: the odd thousands are. */
  static boolean isOnDisk(long seed) {
    return seed / 1_000 % 2 == 1;
  }

  /** The kinds of scripts with a log on disk. */
  enum Kind {
    /** Any fault of the disk, kills and losses of power. */
    ANY,
    /**
     * No fault of the disk; kills in the middle of rare changes; losses of power, or none; bits that are turned over, or none: so
     * each loss has one explanation.
     */
    PRECISE
  }

  /** Returns the kind of the script of a seed; every second of the odd thousands is precise. */
  static Kind kind(long seed) {
    return seed / 1_000 % 4 == 3 ? Kind.PRECISE : Kind.ANY;
  }

  /** Returns the n-th seed with a log on disk: alternately one of each kind. */
  static long seed(long n) {
    long each = n / 2;
    long thousands = 4 * (each / SEEDS_OF_A_THOUSAND) + 1 + 2 * (n % 2);
    return 1_000 * thousands + 1 + each % SEEDS_OF_A_THOUSAND;
  }

  static Random random(long seed) {
    return new Random(seed * 0x9E3779B97F4A7C15L ^ OF_THE_DISK);
  }

  /** Returns the events of another script with those of the disk, in no order. */
  static List<Event> with(List<Event> others, long lastMillis, Random random, Kind kind) {
    List<Event> events = new ArrayList<>();
    for (Event event : others) { // the end of the process is not that of the script
      events.add(event instanceof Close ? new Restart(event.atMillis(), 1_000) : event);
    }
    long meanMillis = 20_000L + random.nextInt(100_000);
    boolean isCalm = random.nextInt(3) == 0; // a disk in health, and processes that are killed
    boolean isPowered = kind == Kind.PRECISE && random.nextBoolean();
    boolean hasBitFlips = kind == Kind.PRECISE && random.nextBoolean();
    for (long at = next(random, meanMillis); at < lastMillis; at += next(random, meanMillis)) {
      Event event = random(random, at, isCalm || kind == Kind.PRECISE);
      events.add(kind == Kind.PRECISE ? precise(event, random, isPowered) : event);
      if (hasBitFlips && random.nextInt(3) == 0) {
        events.add(new BitFlip(at));
      }
    }
    return events;
  }

  /** Makes a kill one that comes in the middle of a rare change. */
  private static Event precise(Event event, Random random, boolean isPowered) {
    if (event instanceof Kill kill) {
      boolean isOfNames = random.nextInt(3) > 0;
      return new Kill(
          kill.atMillis(),
          isOfNames ? 1 + random.nextInt(3) : kill.change(),
          isOfNames,
          kill.isPowerLost() && !isPowered,
          kill.downMillis(),
          kill.heldMillis());
    }
    return event;
  }

  private static long next(Random random, long meanMillis) {
    return 1 + (long) (-StrictMath.log(1 - random.nextDouble()) * meanMillis);
  }

  private static Event random(Random random, long at, boolean isCalm) {
    int kind = random.nextInt(100);
    long downMillis = 1 + (long) (60_000 * StrictMath.pow(random.nextDouble(), 4));
    if (kind < 40 && !isCalm) {
      DiskTrouble[] troubles = DiskTrouble.values();
      long millis = 1 + (long) (60_000 * StrictMath.pow(random.nextDouble(), 2));
      DiskTrouble trouble = troubles[random.nextInt(troubles.length)];
      int number = 1 + (int) (1_000 * StrictMath.pow(random.nextDouble(), 3));
      return new DiskFault(at, millis, trouble, number);
    } else if (kind < 80) {
      int change = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(30);
      int heldMillis = random.nextInt(8) == 0 ? 1 + random.nextInt(90_000) : 0;
      return new Kill(at, change, false, random.nextInt(3) == 0, downMillis, heldMillis);
    } else if (kind < 92) {
      return new Restart(at, downMillis);
    }
    return new ClockStep(at, (long) (DAY_MILLIS * StrictMath.pow(2 * random.nextDouble() - 1, 5)));
  }
}
