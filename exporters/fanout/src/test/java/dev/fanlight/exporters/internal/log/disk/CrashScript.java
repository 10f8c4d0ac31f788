/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import static org.awaitility.Awaitility.await;

import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.internal.log.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Uses a log at random until its disk dies or the script ends, and remembers what it was promised. */
final class CrashScript {

  /** Which view each reader follows. */
  static final Map<String, String> READERS = new TreeMap<>(Map.of("a", "v1", "b", "v1", "c", "v2"));

  private final FailingDisk disk;
  private final OpenedLog.Settings settings;
  private final Random random;

  private final Map<String, List<String>> tried = new LinkedHashMap<>();

  private final Set<String> appended = new HashSet<>();

  private final Map<String, Set<String>> handedBack = new LinkedHashMap<>();

  private final Map<String, Set<String>> settled = new LinkedHashMap<>();

  private final Map<String, Set<String>> lingering = new LinkedHashMap<>();

  private final Map<String, Integer> spans = new TreeMap<>();
  private final Map<String, List<Lease>> held = new LinkedHashMap<>();
  private int records;

  CrashScript(FailingDisk disk, OpenedLog.Settings settings, long seed) {
    this.disk = disk;
    this.settings = settings;
    this.random = new Random(seed);
    READERS.forEach((reader, view) -> {
      tried.put(view, new ArrayList<>());
      handedBack.put(reader, new HashSet<>());
      settled.put(reader, new HashSet<>());
      lingering.put(reader, new HashSet<>());
      held.put(reader, new ArrayList<>());
    });
  }

  void run(int steps) throws Exception {
    OpenedLog log = open();
    try {
      for (int i = 0; i < steps && !disk.isDead(); i++) {
        switch (random.nextInt(10)) {
          case 0, 1, 2, 3, 4 -> append(log);
          case 5, 6 -> takeAndSettle(log);
          case 7 -> takeAndHold(log, anyReader());
          case 8 -> settings.clock().advance(Duration.ofMillis(700));
          default -> {
            if (random.nextInt(3) == 0) {
              held.values().forEach(List::clear);
              log.close();
              READERS.keySet().forEach(this::mustBeKnown);
              log = open();
            }
          }
        }
      }
    } finally {
      log.close();
    }
  }

  /** A settlement is written when somebody waits for it, or by the append that follows it; not by chance. */
  private OpenedLog open() {
    OpenedLog log = OpenedLog.open(disk, settings, READERS);
    log.bePatientFor(Duration.ofHours(1));
    log.lingerFor(Duration.ofHours(1));
    return log;
  }

  private void append(OpenedLog log) {
    String view = random.nextInt(3) == 0 ? "v2" : "v1";
    BatchRecord record =
        Records.named(records++, view, 1 + random.nextInt(9), random.nextInt(24_000));
    Objects.requireNonNull(tried.get(view)).add(Records.name(record));
    spans.put(Records.name(record), record.spans());
    log.append(record);
    awaitWritten(log); // a slow machine is not what is proved here
    if (!disk.isDead()) {
      appended.add(Records.name(record));
      READERS.keySet().forEach(this::mustBeKnown);
    }
  }

  /** What this reader settled is known to a successor, as long as the disk has lived up to here. */
  private void mustBeKnown(String reader) {
    Set<String> names = Objects.requireNonNull(lingering.get(reader));
    if (!disk.isDead()) {
      settled(reader).addAll(names);
      names.clear();
    }
  }

  private void takeAndSettle(OpenedLog log) {
    String reader = anyReader();
    List<Lease> leases = Objects.requireNonNull(held.get(reader));
    Lease lease = leases.isEmpty() || random.nextBoolean()
        ? take(log, reader)
        : leases.remove(random.nextInt(leases.size()));
    if (lease != null) {
      List<String> names = lease.records().stream().map(Records::name).toList();
      handedBack(reader).addAll(names);
      log.settle(reader, lease);
      Objects.requireNonNull(lingering.get(reader)).addAll(names);
      if (random.nextBoolean()) { // as a sender does
        takeAndHold(log, reader);
      }
    }
  }

  /** What is next: the reader had something unsettled then, and so waited for what it had settled before. */
  private @Nullable Lease take(OpenedLog log, String reader) {
    Lease lease = log.take(reader, 1 + random.nextInt(20), 1 << 20);
    if (lease != null) {
      mustBeKnown(reader);
    }
    return lease;
  }

  private void awaitWritten(OpenedLog log) {
    if (!log.hasKeptUp() && !disk.isDead()) {
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .until(() -> log.hasKeptUp() || disk.isDead());
    }
  }

  private void takeAndHold(OpenedLog log, String reader) {
    Lease lease = take(log, reader);
    if (lease != null) {
      Objects.requireNonNull(held.get(reader)).add(lease);
    }
  }

  /** All that append was called for, in order. */
  List<String> triedFor(String reader) {
    return Objects.requireNonNull(tried.get(READERS.get(reader)));
  }

  long spansOf(Set<String> names) {
    return names.stream()
        .mapToLong(name -> Objects.requireNonNull(spans.get(name)))
        .sum();
  }

  /** What append returned for while the disk lived. */
  Set<String> appendedFor(String reader) {
    Set<String> mine = new HashSet<>(appended);
    mine.retainAll(triedFor(reader));
    return mine;
  }

  /** What append was called for and had not returned from while the disk lived: one record at most. */
  Set<String> unfinishedFor(String reader) {
    Set<String> mine = new HashSet<>(triedFor(reader));
    mine.removeAll(appended);
    return mine;
  }

  /** What settle was called for. */
  Set<String> handedBack(String reader) {
    return Objects.requireNonNull(handedBack.get(reader));
  }

  /** What was settled and written by then, while the disk lived. */
  Set<String> settled(String reader) {
    return Objects.requireNonNull(settled.get(reader));
  }

  private String anyReader() {
    return List.copyOf(READERS.keySet()).get(random.nextInt(READERS.size()));
  }
}
