/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.fuzz.FuzzTarget;
import dev.fanlight.exporters.internal.log.disk.DamagedFiles.Damage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/**
 * Damaged files of the disk log, which the real recovery opens and the readers read to the end. The files are those of
 * logs that were used, closed or killed.
 */
public final class DiskLogFuzz implements FuzzTarget {

  private final List<UsedLog> logs = new ArrayList<>();

  /** Uses three logs, whose files are damaged then. */
  public DiskLogFuzz() throws Exception {
    for (CorruptionTest.End end : CorruptionTest.End.values()) {
      logs.add(UsedLog.ended(end));
    }
  }

  @Override
  public long maxAllocatedBytes() {
    return 8 << 20;
  }

  @Override
  public Input input(long seed) {
    Random random = new Random(seed);
    UsedLog used = logs.get(random.nextInt(logs.size()));
    DamagedFiles damaged = new DamagedFiles(used.files, random);
    return () -> read(used, damaged);
  }

  private static void read(UsedLog used, DamagedFiles damaged) {
    try (OpenedLog log = CorruptionTest.open(FailingDisk.of(damaged.files))) {
      for (String reader : CrashScript.READERS.keySet()) {
        List<String> found = log.takeAll(reader);
        if (damaged.damage != Damage.FIELDS) { // else the counts are those of a forger
          String who = damaged.damage + ", reader " + reader;
          checkFound(used, reader, found, who);
          checkBooks(log.books(reader), used.given(reader, Set.of()), who);
        }
      }
      for (String reader : CrashScript.READERS.keySet()) {
        String view = Objects.requireNonNull(CrashScript.READERS.get(reader));
        log.append(Records.of(view, 1, "after " + reader + "."));
        check(
            log.takeAll(reader).contains("after " + reader),
            damaged.damage + ": nothing comes through for " + reader);
      }
    }
  }

  private static void checkFound(UsedLog used, String reader, List<String> found, String who) {
    check(new HashSet<>(found).size() == found.size(), who + ": twice in " + found);
    for (String name : found) {
      check(used.given(name, reader), who + ": " + name + " was not written for it");
    }
  }

  private static void checkBooks(FakeBooks books, long given, String who) {
    check(books.buffered() == 0, who + ": buffered " + books.buffered());
    check(books.received() == books.delivered() + books.dropped(), who + ": it does not add up");
    check(books.received() <= given, who + ": received " + books.received() + " of " + given);
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
