/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

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

/** The lock-free queue in every order of its steps, with up to two preemptions. */
@LongProof
@Timeout(120)
class QueueSchedulesTest {

  private static final boolean FULL = "full".equals(System.getProperty("fanlight.proof"));
  private static final String RING = "pipeline/SpanRing";
  private static final String QUEUE = "pipeline/SpanQueue";

  private static final String IN_THE_BUILD = "the mark is published after the look";
  private static final String ALL = "ring batch flush oldest end abandon";

  @TempDir
  Path folder;

  @Test
  void no_order_of_steps_loses_a_span_a_wake_up_or_a_count() throws Exception {
    String end = explore(new SteppedProduct(), ALL, FULL ? "2" : "1");

    assertThat(end).startsWith("holds: ");
  }

  static Stream<Arguments> bugs() {
    return allBugs().filter(bug -> FULL || bug.get()[0].equals(IN_THE_BUILD));
  }

  private static Stream<Arguments> allBugs() {
    return Stream.of(
        bug(
            "the consumer's index is published before its slot is empty",
            "ring",
            RING,
            "      slots.lazySet(slot, null);\n      numbers.lazySet(CONSUMER, index + 1);",
            "      numbers.lazySet(CONSUMER, index + 1);\n      slots.lazySet(slot, null);"),
        bug(
            "two producers claim one slot",
            "ring",
            RING,
            "while (!numbers.compareAndSet(PRODUCER, index, index + 1));",
            "while (!numbers.compareAndSet(PRODUCER, numbers.get(PRODUCER), index + 1));"),
        bug(
            "a refusal by an old consumer index",
            "ring",
            RING,
            "        if (index - consumed >= maxSize) {",
            "        if (index - numbers.get(SEEN) >= maxSize) {"),
        bug(
            "the mark is published after the look",
            "batch",
            QUEUE,
            "    wakeAt.set(ring.consumerIndex() + wakeSpans);\n    if (ring.producerIndex() < wakeAt.get() && !somethingElse.getAsBoolean()) {",
            "    long mark = ring.consumerIndex() + wakeSpans;\n    if (ring.producerIndex() < mark && !somethingElse.getAsBoolean()) {\n      wakeAt.set(mark);"),
        bug(
            "the last span of a batch wakes nobody",
            "batch",
            QUEUE,
            "ring.producerIndex() >= wakeAt.get()",
            "ring.producerIndex() > wakeAt.get()"),
        bug(
            "a flush that is asked for before the mark is up is not seen",
            "oldest",
            QUEUE,
            "    wakeAt.set(ONLY_IF_ASKED);\n    if (!somethingElse.getAsBoolean()) {",
            "    boolean asked = somethingElse.getAsBoolean();\n    wakeAt.set(ONLY_IF_ASKED);\n    if (!asked) {"),
        bug(
            "the end is set after the ring was emptied",
            "end",
            QUEUE,
            "      endedAt = ring.consumerIndex();\n    }\n    clear(); // else the ring would keep the spans alive",
            "      clear();\n      endedAt = ring.consumerIndex();\n    }"),
        bug(
            "the account reads the producer's index first",
            "end",
            QUEUE,
            "    long drained = drained(); // first: it never overtakes the producer index read after it\n    long end = endedAt;",
            "    long produced = ring.producerIndex();\n    long drained = drained();\n    long end = endedAt;\n    if (produced < drained) {\n      throw new IllegalStateException(\"overtaken\");\n    }"));
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
    return (String) product
        .step(RING, "numbers", "slots")
        .step(QUEUE, "ring", "wakeAt", "closed", "endedAt")
        .call(folder, QueueScenarios.class, "explore", scenario, preemptions);
  }
}
