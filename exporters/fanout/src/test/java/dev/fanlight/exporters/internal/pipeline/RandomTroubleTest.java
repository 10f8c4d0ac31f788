/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.processes.ChildJvm;
import dev.fanlight.exporters.testing.LongProof;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three to eight vendors in random trouble cost a healthy one nothing, and the process no memory beyond the buffer.
 *
 * <p>The scenarios run one after the other in a JVM with a heap of 128 MiB, vendors included, that ends at the first
 * OutOfMemoryError. The seed of each is in the name of its test; {@code -Pfull} runs 200.
 */
@LongProof
class RandomTroubleTest {

  private static final boolean FULL = "full".equals(System.getProperty("fanlight.proof"));

  /** As many as fit into 30 seconds, among them some that once had the healthy vendor lose spans. */
  private static final int FIRST = FULL ? 1 : 13;

  private static final int LAST = FULL ? 200 : 19;

  private static final Duration LONGEST = FULL ? Duration.ofMinutes(30) : Duration.ofMinutes(5);

  @TempDir
  Path folder;

  @TestFactory
  List<DynamicTest> a_healthy_vendor_gets_every_span_whatever_befalls_the_others()
      throws Exception {
    List<String> arguments = List.of(
        "-Xmx128m",
        "-XX:+ExitOnOutOfMemoryError",
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        IsolationApplication.class.getName(),
        String.valueOf(FIRST),
        String.valueOf(LAST));
    List<String> lines;
    try (ChildJvm jvm = ChildJvm.start(List.of(), arguments, folder.resolve("scenarios.log"))) {
      jvm.awaitEnd(LONGEST);
      lines = jvm.lines();
    }
    List<DynamicTest> tests = new ArrayList<>();
    for (int seed = FIRST; seed <= LAST; seed++) {
      String prefix = "SEED " + seed + " ";
      tests.add(DynamicTest.dynamicTest(
          "seed " + seed,
          () -> assertThat(lines)
              .filteredOn(line -> line.startsWith(prefix))
              .singleElement()
              .asString()
              .startsWith(prefix + "HOLDS")));
    }
    tests.add(DynamicTest.dynamicTest(
        "no OutOfMemoryError", () -> assertThat(lines).last().isEqualTo("END")));
    return tests;
  }
}
