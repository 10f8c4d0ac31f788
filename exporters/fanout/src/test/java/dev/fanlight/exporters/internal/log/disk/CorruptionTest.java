/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.settings.DiskSettings.Sync;
import dev.fanlight.exporters.testing.LongProof;
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
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Bytes that are not as they were written: every one in turn, every length, and garbage. Whatever it is, each vendor's
 * account is exact: delivered before, read now and counted as lost are what was appended.
 *
 * <p>What cannot be known is in {@link Layout#unknown}: of records that were appended after the last state, into a
 * segment without a footer, those at the end of which neither the header nor the trailer is left. No flipped byte does
 * that.
 */
@LongProof
@Timeout(240)
class CorruptionTest {

  private static final boolean FULL = "full".equals(System.getProperty("fanlight.proof"));

  private static final Logger LOGGER = Logger.getLogger("dev.fanlight.exporters");

  @BeforeAll
  static void a_line_for_each_of_thousands_of_losses_is_of_no_use() {
    LOGGER.setUseParentHandlers(false);
  }

  @AfterAll
  static void later_tests_may_want_to_be_heard() {
    LOGGER.setUseParentHandlers(true);
  }

  /** How the process ended that used the log. */
  enum End {
    /** It closed the log, which it had found with something in it. */
    CLOSED(2),
    /** It was killed, likewise. */
    KILLED(2),
    /** It was killed, and was the first in this folder: the first state knows of no reader. */
    KILLED_IN_THE_FIRST_RUN(1);

    final int runs;

    End(int runs) {
      this.runs = runs;
    }

    /** From one place that is damaged to the next: every byte of the shortest log, and with -Pfull of all. */
    int step() {
      return FULL || this == KILLED_IN_THE_FIRST_RUN ? 1 : 5;
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatever_byte_is_flipped_only_the_record_that_it_belongs_to_is_lost_and_counted(End end)
      throws Exception {
    UsedLog log = UsedLog.ended(end);
    for (Path file : log.files.keySet()) {
      byte[] whole = log.bytes(file);
      for (int i = 0; i < whole.length; i += end.step()) {
        byte[] flipped = whole.clone();
        flipped[i] ^= (byte) (1 << i % 8);

        Set<String> missing = missing(log, file, flipped, Set.of(), "byte " + i + " of " + file);

        assertThat(missing)
            .as("byte %d of %s", i, file)
            .isEqualTo(log.waitingOf(log.layout(file).recordsWithBodiesAt(i)));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void at_whatever_length_a_file_is_cut_all_before_is_read_and_the_rest_is_counted(End end)
      throws Exception {
    UsedLog log = UsedLog.ended(end);
    for (Path file : log.files.keySet()) {
      byte[] whole = log.bytes(file);
      for (int length = 0; length < whole.length; length += end.step()) {
        Layout layout = log.layout(file);
        Set<String> unknown = layout.unknown(log.afterTheLastState, length, whole.length);

        Set<String> missing = missing(
            log, file, Arrays.copyOf(whole, length), unknown, "length " + length + " of " + file);

        assertThat(missing)
            .as("length %d of %s", length, file)
            .isEqualTo(log.waitingOf(layout.recordsWithBodiesIn(length, whole.length)));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void garbage_of_any_size_costs_what_it_covers_and_that_is_counted(End end) throws Exception {
    UsedLog log = UsedLog.ended(end);
    for (long seed = 1; seed <= 300; seed++) {
      Random random = new Random(seed);
      Path file = List.copyOf(log.files.keySet()).get(random.nextInt(log.files.size()));
      byte[] bytes = log.bytes(file).clone();
      if (bytes.length > 0) {
        int from = random.nextInt(bytes.length);
        byte[] garbage = new byte[1 + random.nextInt(bytes.length - from)];
        random.nextBytes(garbage);
        System.arraycopy(garbage, 0, bytes, from, garbage.length);
        Layout layout = log.layout(file);
        Set<String> unknown = layout.unknown(log.afterTheLastState, from, from + garbage.length);

        Set<String> missing = missing(
            log,
            file,
            bytes,
            unknown,
            "seed " + seed + ", " + garbage.length + " bytes from " + from + " of " + file);

        assertThat(layout.recordsCoveredBy(from, from + garbage.length))
            .as("seed %d", seed)
            .containsAll(missing);
      }
    }
  }

  /** Opens the log with one file changed; returns what some reader waits for and does not find. */
  private static Set<String> missing(
      UsedLog used, Path file, byte[] bytes, Set<String> unknown, String at) throws Exception {
    Map<Path, byte[]> changed = new TreeMap<>(used.files);
    changed.put(file, bytes);
    Set<String> missing = new HashSet<>();
    try (OpenedLog log = open(FailingDisk.of(changed))) {
      for (String reader : CrashScript.READERS.keySet()) {
        String who = at + ", reader " + reader;
        List<String> found = log.takeAll(reader);
        FakeBooks books = log.books(reader);
        List<String> wanted = Objects.requireNonNull(used.waiting.get(reader));
        List<String> lost = new ArrayList<>(wanted);
        lost.removeAll(found);

        assertThat(found).as(who).doesNotHaveDuplicates();
        if (UsedLog.isSegment(file)) {
          assertThat(found)
              .as(who)
              .isEqualTo(wanted.stream().filter(found::contains).toList());
        } else {
          assertThat(found).as(who).containsAll(wanted);
        }
        long given = used.given(reader, unknown);
        assertThat(books.received()).as("%s: received", who).isEqualTo(given);
        lost.removeAll(unknown);
        assertThat(books.dropped()).as("%s: dropped", who).isEqualTo(used.spans(lost));
        assertThat(books.delivered()).as("%s: delivered", who).isEqualTo(given - used.spans(lost));
        assertThat(books.buffered()).as("%s: buffered", who).isZero();
        missing.addAll(lost);
      }
      for (String reader : CrashScript.READERS.keySet()) {
        log.append(Records.of(CrashScript.READERS.get(reader), 1, "after " + reader + "."));
        assertThat(log.takeAll(reader)).as("%s, reader %s", at, reader).contains("after " + reader);
      }
    }
    missing.addAll(unknown);
    return missing;
  }

  static OpenedLog open(FailingDisk disk) {
    return OpenedLog.open(
        disk, new OpenedLog.Settings(Sync.NEVER, new ManualClock()), CrashScript.READERS);
  }
}
