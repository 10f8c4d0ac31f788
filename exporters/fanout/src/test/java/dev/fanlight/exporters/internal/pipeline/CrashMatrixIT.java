/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.pipeline.Journal.Figures;
import dev.fanlight.exporters.processes.ChildJvm;
import dev.fanlight.exporters.testing.ScriptedVendor;
import dev.fanlight.exporters.testing.ScriptedVendor.Received;
import dev.fanlight.exporters.testing.ScriptedVendor.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process under load is killed again and again, at random instants; in the end no vendor lacks a span whose append had
 * returned, and the account is whole. The full form kills 200 times.
 */
class CrashMatrixIT {

  private static final boolean FULL = "full".equals(System.getProperty("fanlight.proof"));
  private static final int KILLS = FULL ? 200 : 20;
  private static final long SEED = Long.getLong("fanlight.seed", 1);
  private static final int WINDOW = 2;
  private static final int BATCH = 100;

  private final Random random = new Random(SEED);

  @TempDir
  Path folder;

  @Test
  void nothing_that_was_appended_is_lost_however_often_the_process_is_killed() throws Exception {
    try (ScriptedVendor steady = ScriptedVendor.start(request -> Reply.OK);
        ScriptedVendor other = ScriptedVendor.start(request -> Reply.OK);
        ScriptedVendor flaky = ScriptedVendor.start(request -> Reply.OK)) {
      Path config = Files.writeString(folder.resolve("fanlight.yaml"), """
          batch: {spans: %6$d, delay: 20ms}
          buffer: {disk: {path: %1$s, limit: 256MiB}}
          vendors:
            steady: {type: otlp, window: %2$d, headers: {life: '${LIFE}'}, endpoint: %3$s}
            other:
              {type: otlp, window: %2$d, headers: {life: '${LIFE}'}, compression: none, endpoint: %4$s}
            flaky:
              {type: otlp, window: %2$d, headers: {life: '${LIFE}'}, endpoint: %5$s,
               retry: {first_delay: 50ms, max_delay: 200ms}, breaker: {open_for: 200ms}}
          """.formatted(
              folder.resolve("log"),
              WINDOW,
              steady.endpoint(),
              other.endpoint(),
              flaky.endpoint(),
              BATCH));
      Set<Integer> refused = ConcurrentHashMap.newKeySet();
      for (int life = 0; life < KILLS; life++) {
        boolean isDown = life % 3 != 2;
        flaky.follow(request -> {
          if (isDown) {
            refused.add(request.number());
          }
          return isDown ? Reply.status(503) : Reply.OK;
        });
        runAndKill(config, life);
      }
      flaky.follow(request -> Reply.OK);
      drain(config);

      Journal journal = new Journal(folder.resolve("journal"));
      long torn = check("steady", steady, Set.of(), journal.appended("gzip"), journal);
      long tornToo = check("other", other, Set.of(), journal.appended("identity"), journal);
      assertThat(check("flaky", flaky, refused, journal.appended("gzip"), journal))
          .isEqualTo(torn);
      assertThat(torn + tornToo)
          .as("lost with the one record, at most, that was being written at each kill")
          .isLessThanOrEqualTo((long) KILLS * BATCH);
      System.out.printf(
          "%d kills: nothing appended is missing; %d and %d spans were torn%n",
          KILLS, torn, tornToo);
    }
  }

  private void runAndKill(Path config, int life) throws Exception {
    try (ChildJvm application = start(config, "run", life)) {
      boolean isWhileItStarts = life % 4 == 3;
      if (!isWhileItStarts) {
        application.awaitOutput("APPENDED");
      }
      int millis = random.nextInt(isWhileItStarts ? 1_000 : 300);
      assertThat(new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)).isFalse();
      application.kill();
    }
  }

  private void drain(Path config) throws Exception {
    try (ChildJvm application = start(config, "drain", KILLS)) {
      application.awaitOutput("DRAINED");
    }
  }

  private ChildJvm start(Path config, String mode, int life) throws IOException {
    return ChildJvm.start(
        List.of("env", "LIFE=" + life),
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-Xmx128m",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            CrashingApplication.class.getName(),
            config.toString(),
            folder.resolve("journal").toString(),
            mode),
        folder.resolve("life-" + life + ".log"));
  }

  /** Returns what was lost, all of it because a kill came while it was written. */
  private static long check(
      String name,
      ScriptedVendor vendor,
      Set<Integer> refused,
      Set<String> appended,
      Journal journal)
      throws IOException {
    String who = name + ", seed " + SEED;
    Set<String> taken = new HashSet<>(vendor.taken());
    assertThat(appended.size()).as(who).isGreaterThan(KILLS * 20);
    Set<String> missing = new HashSet<>(appended);
    missing.removeAll(taken);
    assertThat(missing.size()).as("%s: appended, and not there", who).isZero();

    assertThat(journal.accounts("started", name))
        .as("%s: each life goes on with the account", who)
        .isSortedAccordingTo(Comparator.comparing(Figures::received));
    assertThat(journal.accounts("drained", name)).as(who).hasSize(1);
    long torn = journal.accounts("drained", name).get(0).other();
    assertThat(journal.accounts("drained", name))
        .as(who)
        .containsExactly(new Figures(taken.size() + torn, taken.size(), 0, torn));

    assertThat(requestsThatCameAgain(vendor.received(), refused).values())
        .as("%s: requests of one life whose spans came again", who)
        .allSatisfy(requests -> assertThat(requests).hasSizeLessThanOrEqualTo(WINDOW));
    return torn;
  }

  /** By the life that made them: requests that were taken, and brought spans that a later one brought again. */
  private static Map<String, Set<Integer>> requestsThatCameAgain(
      List<Received> received, Set<Integer> refused) {
    Map<String, Received> first = new HashMap<>();
    Map<String, Set<Integer>> again = new HashMap<>();
    for (Received request : received) {
      for (String id : refused.contains(request.number()) ? List.<String>of() : request.spanIds()) {
        Received before = first.putIfAbsent(id, request);
        if (before != null) {
          String life = Objects.requireNonNull(before.headers().get("life"));
          again.computeIfAbsent(life, key -> new HashSet<>()).add(before.number());
        }
      }
    }
    return again;
  }
}
