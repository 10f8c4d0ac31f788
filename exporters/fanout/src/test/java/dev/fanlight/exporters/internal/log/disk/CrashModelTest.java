/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanlight.exporters.internal.settings.DiskSettings.Sync;
import dev.fanlight.exporters.testing.LongProof;
import dev.fanlight.exporters.testing.ManualClock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The process is killed, or the power goes, in the middle of every single change that the log makes on its disk; then
 * each reader is asked what it finds.
 */
@LongProof
class CrashModelTest {

  private static final boolean FULL = "full".equals(System.getProperty("fanlight.proof"));
  private static final int STEPS = 40;

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("everyPolicy")
  void whichever_write_a_kill_comes_in_nothing_that_was_appended_is_lost(Sync sync, long seed)
      throws Exception {
    everyWrite(sync, seed, (script, disk, random, at) -> {
      FailingDisk survivor = disk.afterKill();
      for (String reader : CrashScript.READERS.keySet()) {
        checkAfterKill(script, reader, survivor.afterKill(), at);
      }
    });
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("everyPolicy")
  void a_kill_in_the_recovery_from_a_kill_loses_nothing_either(Sync sync, long seed)
      throws Exception {
    everyWrite(sync, seed, (script, disk, random, at) -> {
      FailingDisk again = disk.afterKill().dieAt(1 + random.nextInt(8), random.nextLong());
      OpenedLog.open(again, settings(sync), CrashScript.READERS).close();
      for (String reader : CrashScript.READERS.keySet()) {
        checkAfterKill(script, reader, again.afterKill(), at);
      }
    });
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("everyPolicy")
  void whichever_write_the_power_goes_in_nothing_that_was_synced_is_lost(Sync sync, long seed)
      throws Exception {
    everyWrite(sync, seed, (script, disk, random, at) -> {
      Set<String> synced = Records.namesIn(disk.synced().values());
      for (String reader : CrashScript.READERS.keySet()) {
        Set<String> must = script.appendedFor(reader);
        must.removeAll(script.handedBack(reader));
        if (sync == Sync.EVERY_BATCH) {
          assertThat(synced).as(at).containsAll(must);
        }
        must.retainAll(synced);
        try (OpenedLog log = reopen(disk.afterPowerLoss(random))) {
          assertThat(foundBy(log, script, reader, at)).as("%s, %s", at, reader).containsAll(must);
        }
      }
    });
  }

  @Test
  void what_was_given_up_for_want_of_room_is_counted_once_whichever_write_a_kill_comes_in()
      throws Exception {
    AtomicLong changes = new AtomicLong();
    fillUntilSomethingIsGivenUp(new FailingDisk(), changes);
    for (long before = 0; before < 8; before++) {
      String at = "died " + before + " before the end";
      FailingDisk disk = new FailingDisk().dieAt(changes.get() - before, 7);
      int appended = fillUntilSomethingIsGivenUp(disk, new AtomicLong());

      try (OpenedLog log = reopen(disk.afterKill())) {
        long all = log.takeAll("a").size() + log.books("a").dropped();
        assertThat(all).as(at).isBetween(appended - 1L, (long) appended); // it died in the last
        assertThat(log.books("a").received()).as(at).isEqualTo(all);
      }
    }
  }

  /** How many batches were appended, all of one span. */
  private static int fillUntilSomethingIsGivenUp(FailingDisk disk, AtomicLong changes)
      throws Exception {
    int appended = 0;
    OpenedLog log = OpenedLog.open(disk, settings(Sync.INTERVAL), Map.of("a", "v1"));
    while (log.books("a").dropped() == 0 && !disk.isDead()) {
      log.append(Records.named(appended++, "v1", 1, 20_000));
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .until(() -> log.isIdle() || disk.isDead());
    }
    changes.set(disk.changes());
    log.close();
    return appended;
  }

  private static void everyWrite(Sync sync, long seed, Aftermath aftermath) throws Exception {
    long change = 0;
    FailingDisk disk;
    do {
      change++;
      Random random = new Random(seed * 1_000_003 + change);
      disk = new FailingDisk().dieAt(change, random.nextLong());
      CrashScript script = new CrashScript(disk, settings(sync), seed);
      script.run(STEPS);
      aftermath.of(script, disk, random, "died in change " + change);
    } while (disk.isDead());
    assertThat(change).isGreaterThan(STEPS);
  }

  private static void checkAfterKill(
      CrashScript script, String reader, FailingDisk survivor, String at) throws Exception {
    String who = at + ", reader " + reader;
    try (OpenedLog log = reopen(survivor)) {
      Set<String> must = script.appendedFor(reader);
      must.removeAll(script.handedBack(reader));
      FakeBooks books = log.books(reader);
      long deliveredBefore = books.delivered();

      Set<String> found = foundBy(log, script, reader, at);

      assertThat(found).as(who).containsAll(must);
      assertThat(found).as("%s: settled", who).noneMatch(script.settled(reader)::contains);
      assertThat(books.dropped("torn")).as("%s: lost", who).isEqualTo(books.dropped());
      if (books.dropped() > 0) {
        assertThat(books.dropped())
            .as("%s: the one whose append did not return", who)
            .isEqualTo(script.spansOf(script.unfinishedFor(reader)));
        assertThat(found).as(who).noneMatch(script.unfinishedFor(reader)::contains);
      }
      Set<String> before = script.appendedFor(reader);
      before.addAll(script.handedBack(reader));
      before.removeAll(found);
      assertThat(deliveredBefore)
          .as("%s: the account goes on", who)
          .isEqualTo(script.spansOf(before));
    }
  }

  /** Takes all that there is; checks that it is in order, and that the account knew it. */
  private static Set<String> foundBy(OpenedLog log, CrashScript script, String reader, String at)
      throws Exception {
    String who = at + ", reader " + reader;
    FakeBooks books = log.books(reader);
    long unsettled = log.reader(reader).unsettledSpans();
    long droppedBefore = books.dropped();
    assertThat(books.buffered()).as(who).isEqualTo(unsettled);

    List<String> found = log.takeAll(reader);

    assertThat(found)
        .as("%s: as it was appended, each once", who)
        .isEqualTo(script.triedFor(reader).stream().filter(found::contains).toList());
    assertThat(log.takenSpans(reader) + books.dropped() - droppedBefore)
        .as(who)
        .isEqualTo(unsettled);

    log.append(Records.of(requireNonNull(CrashScript.READERS.get(reader)), 1, "afterwards."));
    assertThat(log.takeAll(reader)).as(who).containsExactly("afterwards");
    assertThat(log.reader(reader).unsettledSpans()).as(who).isZero();
    assertThat(books.buffered()).as(who).isZero();
    assertThat(books.received()).as(who).isEqualTo(books.delivered() + books.dropped());
    return new HashSet<>(found);
  }

  private static OpenedLog reopen(FailingDisk survivor) {
    return OpenedLog.open(survivor, settings(Sync.NEVER), CrashScript.READERS);
  }

  private static OpenedLog.Settings settings(Sync sync) {
    return new OpenedLog.Settings(sync, new ManualClock());
  }

  static Stream<Arguments> everyPolicy() {
    return Arrays.stream(Sync.values())
        .flatMap(sync ->
            LongStream.rangeClosed(1, FULL ? 25 : 1).mapToObj(seed -> Arguments.of(sync, seed)));
  }

  private interface Aftermath {
    void of(CrashScript script, FailingDisk disk, Random random, String at) throws Exception;
  }
}
