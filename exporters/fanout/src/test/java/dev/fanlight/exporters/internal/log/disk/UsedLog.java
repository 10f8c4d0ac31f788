/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** What a process left that used the log: something waits for everybody, and everybody has settled something. */
final class UsedLog {

  /** All files by their names. */
  final Map<Path, byte[]> files = new TreeMap<>();

  /** By reader, the names of the records that wait for it. */
  final Map<String, List<String>> waiting = new TreeMap<>();

  /** Records that no state speaks of. */
  final Set<String> afterTheLastState = new HashSet<>();

  private final Map<String, Integer> spans = new TreeMap<>();
  private final Map<String, String> views = new TreeMap<>();

  private UsedLog() {}

  static UsedLog ended(CorruptionTest.End end) throws Exception {
    UsedLog used = new UsedLog();
    FailingDisk disk = new FailingDisk();
    if (end.runs > 1) {
      try (OpenedLog log = CorruptionTest.open(disk)) {
        used.append(log, 1, 6);
      }
    }
    try (OpenedLog log = CorruptionTest.open(disk)) {
      used.append(log, 7, 12);
      log.settle("a", Objects.requireNonNull(log.take("a", 2, 1 << 20)));
      log.settle("b", Objects.requireNonNull(log.take("b", 2, 1 << 20)));
      log.settle("c", Objects.requireNonNull(log.take("c", 3, 1 << 20)));
      await().until(log::hasKeptUp);
      used.append(log, 13, 16);
      await().until(log::hasKeptUp);
      used.files.putAll(disk.files());
    }
    if (end == CorruptionTest.End.CLOSED) {
      used.files.putAll(disk.files());
    } else {
      for (int i = 13; i <= 16; i++) {
        used.afterTheLastState.add("record " + i);
      }
    }
    try (OpenedLog log = CorruptionTest.open(FailingDisk.of(used.files))) {
      for (String reader : CrashScript.READERS.keySet()) {
        used.waiting.put(reader, log.takeAll(reader));
        assertThat(used.waiting.get(reader)).hasSizeGreaterThan(1);
        assertThat(log.books(reader).delivered()).isEqualTo(used.given(reader, Set.of()));
      }
    }
    return used;
  }

  private void append(OpenedLog log, int from, int to) {
    for (int i = from; i <= to; i++) {
      String view = i % 3 == 0 ? "v2" : "v1";
      views.put("record " + i, view);
      spans.put("record " + i, i);
      log.append(Records.named(i, view, i, 10));
    }
  }

  static boolean isSegment(Path file) {
    return SegmentId.ofFileName(String.valueOf(file.getFileName())) != null;
  }

  byte[] bytes(Path file) {
    return Objects.requireNonNull(files.get(file));
  }

  Layout layout(Path file) throws Exception {
    return isSegment(file) ? Layout.of(file, bytes(file)) : Layout.EMPTY;
  }

  /** Spans that were appended for a reader, but for these records. */
  long given(String reader, Set<String> unknown) {
    return spans(views.keySet().stream()
        .filter(name -> Objects.equals(views.get(name), CrashScript.READERS.get(reader)))
        .filter(name -> !unknown.contains(name))
        .toList());
  }

  /** Whether a record of this name was appended for a reader. */
  boolean given(String name, String reader) {
    return Objects.equals(views.get(name), CrashScript.READERS.get(reader));
  }

  /** Those of these records that wait for some reader. */
  Set<String> waitingOf(Set<String> names) {
    Set<String> waitingOnes = new HashSet<>(names);
    waitingOnes.retainAll(waiting.values().stream().flatMap(List::stream).toList());
    return waitingOnes;
  }

  long spans(Collection<String> names) {
    return names.stream()
        .mapToLong(name -> Objects.requireNonNull(spans.get(name)))
        .sum();
  }
}
