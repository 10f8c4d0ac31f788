/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

import dev.fanlight.exporters.internal.simulation.Event.Burst;
import dev.fanlight.exporters.internal.simulation.Event.ClockStep;
import dev.fanlight.exporters.internal.simulation.Event.Close;
import dev.fanlight.exporters.internal.simulation.Event.Edit;
import dev.fanlight.exporters.internal.simulation.Event.Fault;
import dev.fanlight.exporters.internal.simulation.Event.Flush;
import dev.fanlight.exporters.internal.simulation.Event.Mood;
import dev.fanlight.exporters.internal.simulation.Event.Plugin;
import dev.fanlight.exporters.internal.simulation.Event.Reload;
import dev.fanlight.exporters.internal.simulation.Event.Traffic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * A whole simulation: settings, events in their order, and the seed of the scheduler.
 *
 * @param lastMillis when the events end
 */
record Script(long seed, Setup setup, long lastMillis, List<Event> events) {

  private static final int[] STATUSES = {
    302, 400, 401, 402, 403, 404, 405, 408, 413, 422, 425, 429, 500, 502, 503, 503, 504, 520, 522
  };
  private static final int[] GATEWAY_STATUSES = {500, 502, 504, 520};

  /** The script of a seed, so many minutes long. */
  static Script random(long seed, int minutes) {
    Random random = new Random(seed);
    Setup setup = Setup.random(random);
    long last = minutes * 60_000L;
    List<Event> events = new ArrayList<>();
    int bytes = 20 + random.nextInt(Math.max(1, Math.min(4_000, setup.batchBytes() / 8)));
    int most = Math.max(1, Math.min(25, setup.maxBytesASecond() / bytes));
    events.add(new Traffic(0, last, 1 + random.nextInt(most), bytes));
    long meanMillis = 1_000L + random.nextInt(20_000);
    for (long at = next(random, meanMillis); at < last; at += next(random, meanMillis)) {
      events.add(random(random, at, setup));
    }
    if (random.nextInt(3) == 0) {
      long at = (long) (random.nextDouble() * last);
      events.add(new Close(at));
      int vendor = 1 + random.nextInt(setup.vendors().size() - 1);
      if (random.nextInt(3) == 0) {
        events.add(new Mood(Math.max(0, at - 20_000), 60_000, vendor, Conduct.STATUS, 100, 503, 0));
        events.add(new Reload(
            Math.max(0, at - 4_000),
            vendor,
            random.nextBoolean() ? Edit.REMOVE_OR_ADD : Edit.ENDPOINT));
      } else if (random.nextBoolean()) {
        events.add(new Fault(Math.max(0, at - 3_000), 10_000, 1, Plugin.SLOW_SPAN));
      }
    }
    if (DiskScript.isOnDisk(seed)) {
      Random ofTheDisk = DiskScript.random(seed);
      setup = setup.with(DiskSetup.random(ofTheDisk));
      events = DiskScript.with(events, last, ofTheDisk, DiskScript.kind(seed));
    }
    events.sort(Comparator.comparingLong(Event::atMillis));
    return new Script(seed, setup, last, List.copyOf(events));
  }

  private static long next(Random random, long meanMillis) {
    return 1 + (long) (-StrictMath.log(1 - random.nextDouble()) * meanMillis);
  }

  private static Event random(Random random, long at, Setup setup) {
    int vendor = 1 + random.nextInt(setup.vendors().size() - 1);
    int kind = random.nextInt(100);
    if (kind < 3) {
      int largest = random.nextInt(4) == 0 ? 2 * setup.queueCapacity() : setup.queueCapacity() / 2;
      int bytes = 20 + random.nextInt(60);
      int fitting = (int) Math.max(1, Math.min(setup.maxBurst(), setup.memoryBytes() / 8 / bytes));
      return new Burst(at, 1 + random.nextInt(Math.min(largest, fitting)), bytes);
    } else if (kind < 7) {
      return new Flush(at, 1 + random.nextInt(10_000));
    } else if (kind < 8) {
      return new ClockStep(at, (long) (600_000 * StrictMath.pow(2 * random.nextDouble() - 1, 3)));
    } else if (kind < 11) {
      Plugin plugin = List.of(Plugin.values()).get(random.nextInt(3));
      return new Fault(at, 1 + random.nextInt(20_000), vendor, plugin);
    } else if (kind < 17) {
      return new Reload(
          at, vendor, List.of(Edit.values()).get(random.nextInt(Edit.values().length)));
    }
    return mood(random, at, vendor);
  }

  private static Mood mood(Random random, long at, int vendor) {
    Conduct conduct = random.nextInt(4) == 0
        ? Conduct.STATUS
        : List.of(Conduct.values()).get(random.nextInt(Conduct.values().length));
    int[] statuses = conduct == Conduct.STATUS_AFTER_TAKING ? GATEWAY_STATUSES : STATUSES;
    int number = conduct == Conduct.TAKE_A_PART
        ? 1 + random.nextInt(5)
        : conduct == Conduct.REFUSE_SOME
            ? (random.nextBoolean() ? 400 : 403)
            : statuses[random.nextInt(statuses.length)];
    long millis = 1 + (long) (100_000 * StrictMath.pow(random.nextDouble(), 3));
    return new Mood(
        at,
        random.nextInt(20) == 0 ? 20 * millis : millis,
        vendor,
        conduct,
        random.nextBoolean() ? 100 : 1 + random.nextInt(99),
        number,
        number == 429 || number == 503 ? random.nextInt(3) * random.nextInt(60) : 0);
  }

  /** Whether an event of a kind is among the events. */
  boolean hasAny(Class<? extends Event> kind) {
    return events.stream().anyMatch(kind::isInstance);
  }

  /** The same with other events. */
  Script with(List<Event> others) {
    return new Script(seed, setup, lastMillis, List.copyOf(others));
  }

  /** Returns the settings and the events, one a line. */
  String print() {
    return "seed " + seed + ", " + lastMillis + " ms, " + setup + "\n"
        + events.stream().map(event -> "  " + event).collect(Collectors.joining("\n"));
  }
}
