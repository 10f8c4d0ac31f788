/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.testing.LongProof;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulator finds bugs that are put into the product. {@code -Pfull} plants all of them, one after the other. */
@LongProof
class PlantedBugsTest {

  private static final boolean FULL = "full".equals(System.getProperty("fanlight.proof"));
  private static final Set<String> IN_THE_BUILD =
      Set.of("lost wake-up of the batcher", "413 is taken for success");
  private static final double MAX_CPU_SECONDS = 120;

  @TempDir
  Path folder;

  static List<PlantedBug> bugs() {
    return PlantedBug.all().stream()
        .filter(bug -> FULL || IN_THE_BUILD.contains(bug.name()))
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bugs")
  void a_planted_bug_is_found(PlantedBug bug) throws Exception {
    assertThat(bug.find(folder, 1, Long.MAX_VALUE - 1, 10, MAX_CPU_SECONDS))
        .isNotEmpty()
        .doesNotContain("LinkageError");
  }

  /** A bug that cannot be planted any more proves nothing; it follows the code that it breaks. */
  @Test
  void each_planted_bug_has_its_place_in_the_code() throws Exception {
    List<String> withoutPlace = new ArrayList<>();
    for (PlantedBug bug : PlantedBug.all()) {
      if (bug.places() != 1) {
        withoutPlace.add(bug.name());
      }
    }

    assertThat(withoutPlace).isEmpty();
  }

  @Test
  void code_without_a_bug_is_not_accused() throws Exception {
    PlantedBug none = new PlantedBug(
        "none", "lane/Delivery", "final class Delivery {", "final class Delivery { ");

    assertThat(none.find(folder, 1, 5, 10, MAX_CPU_SECONDS)).isEmpty();
  }
}
