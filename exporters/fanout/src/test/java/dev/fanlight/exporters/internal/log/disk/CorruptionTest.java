/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.log.DiskSettings.Sync;
import dev.fanlight.exporters.testing.ManualClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bytes that are not as they were written: every one in turn, every length, and garbage. */
@Timeout(120)
class CorruptionTest {

  private final Map<Path, byte[]> files = new TreeMap<>();
  private final Map<String, List<String>> waiting = new TreeMap<>();
  private final Map<String, Long> waitingSpans = new TreeMap<>();

  @BeforeEach
  void a_log_in_which_something_waits_for_everybody() throws Exception {
    FailingDisk disk = new FailingDisk();
    try (OpenedLog log = open(disk)) {
      append(log, 1, 6);
    }
    try (OpenedLog log = open(disk)) {
      append(log, 7, 12);
      log.settle("a", Objects.requireNonNull(log.take("a", 2, 1 << 20)));
      log.settle("c", Objects.requireNonNull(log.take("c", 3, 1 << 20)));
    }
    files.putAll(disk.files());
    for (String reader : CrashScript.READERS.keySet()) {
      try (OpenedLog log = open(disk.afterKill())) {
        waiting.put(reader, log.takeAll(reader));
        waitingSpans.put(reader, log.takenSpans(reader));
      }
    }
    assertThat(waiting).allSatisfy((reader, texts) -> assertThat(texts).hasSizeGreaterThan(2));
    assertThat(files.keySet().stream().filter(CorruptionTest::isSegment).count())
        .isGreaterThan(1);
  }

  @Test
  void whatever_byte_is_flipped_only_the_record_that_it_belongs_to_is_lost() throws Exception {
    for (Path file : files.keySet()) {
      byte[] whole = Objects.requireNonNull(files.get(file));
      for (int i = 0; i < whole.length; i++) {
        byte[] flipped = whole.clone();
        flipped[i] ^= (byte) (1 << i % 8);
        Set<String> missing = missingWith(file, flipped, "byte " + i + " of " + file);
        assertThat(missing).as("byte %d of %s", i, file).hasSizeLessThanOrEqualTo(1);
      }
    }
  }

  @Test
  void at_whatever_length_a_file_is_cut_all_before_is_read() throws Exception {
    for (Path file : files.keySet()) {
      byte[] whole = Objects.requireNonNull(files.get(file));
      for (int length = 0; length < whole.length; length++) {
        byte[] cut = Arrays.copyOf(whole, length);
        Set<String> missing = missingWith(file, cut, "length " + length + " of " + file);
        assertThat(Records.namesIn(List.of(cut)))
            .as("length %d of %s", length, file)
            .noneMatch(missing::contains);
      }
    }
  }

  @Test
  void garbage_of_any_size_costs_what_it_covers() throws Exception {
    for (long seed = 1; seed <= 300; seed++) {
      Random random = new Random(seed);
      Path file = List.copyOf(files.keySet()).get(random.nextInt(files.size()));
      byte[] bytes = Objects.requireNonNull(files.get(file)).clone();
      if (bytes.length > 0) {
        int from = random.nextInt(bytes.length);
        byte[] garbage = new byte[random.nextInt(bytes.length - from + 1)];
        random.nextBytes(garbage);
        System.arraycopy(garbage, 0, bytes, from, garbage.length);
        Set<String> missing = missingWith(file, bytes, "seed " + seed);
        assertThat(Records.namesIn(List.of(Arrays.copyOf(bytes, from))))
            .as("seed %d", seed)
            .noneMatch(missing::contains);
      }
    }
  }

  private static void append(OpenedLog log, int from, int to) {
    for (int i = from; i <= to; i++) {
      log.append(Records.named(i, i % 3 == 0 ? "v2" : "v1", i, 60));
    }
  }

  /** Opens the log with one file changed; returns what some reader waits for and does not find. */
  private Set<String> missingWith(Path file, byte[] bytes, String at) throws Exception {
    Map<Path, byte[]> changed = new TreeMap<>(files);
    changed.put(file, bytes);
    Set<String> missing = new HashSet<>();
    for (String reader : CrashScript.READERS.keySet()) {
      List<String> wanted = Objects.requireNonNull(waiting.get(reader));
      long wantedSpans = Objects.requireNonNull(waitingSpans.get(reader));
      try (OpenedLog log = open(FailingDisk.of(changed))) {
        List<String> found = log.takeAll(reader);

        List<String> lost = new ArrayList<>(wanted);
        lost.removeAll(found);
        missing.addAll(lost);
        assertThat(found).as("%s, reader %s", at, reader).doesNotHaveDuplicates();
        if (isSegment(file)) {
          assertThat(found)
              .as("%s, reader %s", at, reader)
              .isEqualTo(wanted.stream().filter(found::contains).toList());
          assertThat(log.takenSpans(reader) + log.books(reader).dropped())
              .as("%s, reader %s: every span is found or counted as lost", at, reader)
              .isEqualTo(wantedSpans);
        } else {
          assertThat(found).as("%s, reader %s", at, reader).containsAll(wanted);
        }
        log.append(Records.of(CrashScript.READERS.get(reader), 1, "afterwards."));
        assertThat(log.takeAll(reader)).as("%s, reader %s", at, reader).contains("afterwards");
      }
    }
    return missing;
  }

  private static boolean isSegment(Path file) {
    return SegmentId.ofFileName(String.valueOf(file.getFileName())) != null;
  }

  private static OpenedLog open(FailingDisk disk) throws Exception {
    return OpenedLog.open(
        disk, new OpenedLog.Settings(Sync.NEVER, new ManualClock()), CrashScript.READERS);
  }
}
