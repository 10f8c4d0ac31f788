/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.simulation.Event.Kill;
import dev.fanlight.exporters.internal.simulation.Event.Traffic;
import dev.fanlight.exporters.internal.simulation.Simulation.Result;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The invariants hold in every simulation. A seed that breaks one is printed as the shortest script that breaks it. */
class SimulationTest {

  private static final boolean FULL = "full".equals(System.getProperty("fanlight.proof"));

  /**
   * Requests that the log had called off took the room again, before the record that waited for it had it; or waited until
   * the lane had closed.
   */
  private static final long[] CALLED_OFF = {55, 62, 220};

  /** The writer asked a disk that refused in a loop, which had been full before. */
  private static final long ASKED_IN_A_LOOP = 1_150;

  /** As many seeds as fit into ten seconds. */
  private static final int SEEDS = FULL ? 3_000 : 15;

  private static final int SEEDS_ON_DISK = FULL ? 999 : 5;
  private static final int FIRST_PRECISE_SEED = 3_001;
  private static final int PRECISE_SEEDS = FULL ? 999 : 3;
  private static final int MINUTES = 10;
  private static final int MAX_RUNS = 200;

  static LongStream seeds() {
    LongStream onDisk =
        LongStream.range(DiskScript.FIRST_SEED, DiskScript.FIRST_SEED + SEEDS_ON_DISK);
    LongStream inMemory =
        LongStream.concat(LongStream.rangeClosed(1, SEEDS), LongStream.of(CALLED_OFF));
    LongStream precise = LongStream.range(FIRST_PRECISE_SEED, FIRST_PRECISE_SEED + PRECISE_SEEDS);
    LongStream all = LongStream.concat(inMemory, LongStream.concat(onDisk, precise));
    return LongStream.concat(all, LongStream.of(ASKED_IN_A_LOOP)).distinct();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void every_invariant_holds_whatever_happens(long seed) throws Exception {
    Script script = Script.random(seed, MINUTES);

    Result result = Simulation.run(script);

    if (!result.violations().isEmpty()) {
      String invariant = result.violations().get(0).invariant();
      Script shortest = Reduction.of(script, invariant, MAX_RUNS);
      assertThat(Simulation.run(shortest).violations()).as(shortest.print()).isEmpty();
    }
    assertThat(result.violations()).as(script.print()).isEmpty();
  }

  @Test
  void a_seed_gives_the_same_events_each_time() throws Exception {
    Script script = Script.random(7, MINUTES);

    Result first = Simulation.run(script);

    assertThat(Simulation.run(script)).isEqualTo(first);
    assertThat(first.requests()).isPositive();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("killedProcesses")
  void a_seed_with_kills_gives_the_same_events_each_time(long seed) throws Exception {
    Script script = Script.random(seed, MINUTES);

    Result first = Simulation.run(script);

    assertThat(Simulation.run(script)).isEqualTo(first);
    assertThat(script.hasAny(Kill.class)).isTrue();
    assertThat(first.duplicates()).isPositive();
  }

  static LongStream killedProcesses() {
    return LongStream.of(1_003, 1_007);
  }

  @Test
  void a_script_without_trouble_delivers_every_span_once() throws Exception {
    Script random = Script.random(7, 1);
    Script calm = random.with(List.of(new Traffic(0, 60_000, 20, 100)));

    Result result = Simulation.run(calm);

    assertThat(result.violations()).isEmpty();
    assertThat(result.spans()).isBetween(1_100, 1_200);
    assertThat(result.duplicates()).isZero();
  }
}
