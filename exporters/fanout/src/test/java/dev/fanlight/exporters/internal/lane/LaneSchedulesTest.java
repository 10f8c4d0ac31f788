/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.schedules.SteppedProduct;
import dev.fanlight.exporters.testing.LongProof;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Ledger, schedule and the log in memory in every order of their threads, with up to two preemptions. */
@LongProof
@Timeout(120)
class LaneSchedulesTest {

  private static final boolean FULL = "full".equals(System.getProperty("fanlight.proof"));
  private static final String LEDGER = "ledger/Ledger";
  private static final String SCHEDULE = "lane/DeliverySchedule";
  private static final String LOG = "log/MemoryLog";

  private static final String READ = """
          lock.lock();
          try {
            return new LedgerSnapshot(
                vendor, state, received, delivered, buffered, filtered, rejected, dropped, attempts);
          } finally {
            lock.unlock();
          }
      """;
  private static final String IN_THE_BUILD = "a flush is not told of what settled";
  private static final String ALL = "ledger leave flush retry room";

  @TempDir
  Path folder;

  @Test
  void no_order_of_threads_loses_a_wake_up_or_a_count() throws Exception {
    String end = explore(new SteppedProduct(), ALL, FULL ? "2" : "1");

    assertThat(end).startsWith("holds: ");
  }

  static Stream<Arguments> bugs() {
    return allBugs().filter(bug -> FULL || bug.get()[0].equals(IN_THE_BUILD));
  }

  private static Stream<Arguments> allBugs() {
    return Stream.of(
        bug(
            "the account is read without the lock",
            "ledger",
            LEDGER,
            READ,
            "    return new LedgerSnapshot(vendor, state, received, delivered, buffered, filtered, rejected, dropped, attempts);"),
        bug(
            "losses are taken in two steps",
            "ledger",
            LEDGER,
            "      Map<String, Long> taken = losses;\n",
            "      Map<String, Long> taken = new TreeMap<>(losses);\n      lock.unlock();\n      lock.lock();\n"),
        bug(
            "a lane that leaves does not wake its senders",
            "leave",
            "lane/LaneControl",
            "      state.leave(inHaste);\n      changed.signalAll();",
            "      state.leave(inHaste);"),
        bug(
            "a flush is not told of what settled",
            "flush",
            SCHEDULE,
            "  void someSettled() {\n    lock.lock();\n    try {\n      changed.signalAll();\n      settled.signalAll();",
            "  void someSettled() {\n    lock.lock();\n    try {\n      changed.signalAll();"),
        bug(
            "a record that waits for room is not woken",
            "room",
            LOG,
            "      roomMade.signalAll();",
            "      // not told"));
  }

  private static Arguments bug(
      String name, String scenario, String file, String right, String wrong) {
    return Arguments.of(name, scenario, file, right, wrong);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bugs")
  void a_planted_bug_is_found(String name, String scenario, String file, String right, String wrong)
      throws Exception {
    SteppedProduct changed = new SteppedProduct().change(file, right, wrong);

    assertThat(explore(changed, scenario, "1")).as(name).doesNotStartWith("holds: ");
  }

  private String explore(SteppedProduct product, String scenario, String preemptions)
      throws Exception {
    return (String)
        product.step(LEDGER).call(folder, LaneScenarios.class, "explore", scenario, preemptions);
  }
}
