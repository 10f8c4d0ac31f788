/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

import dev.fanlight.exporters.internal.simulation.Simulation.Result;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * Runs simulations from a command line. Arguments: the first seed, the last seed, the simulated minutes of each, and
 * {@code reduce} where a broken script is to be reduced.
 */
public final class SimulationApplication {

  private static final int MAX_RUNS = 300;

  private SimulationApplication() {}

  public static void main(String[] arguments) throws InterruptedException {
    long first = Long.parseLong(arguments[0]);
    long last = Long.parseLong(arguments[1]);
    int minutes = Integer.parseInt(arguments[2]);
    boolean reduces = arguments.length > 3;
    double hours = 0;
    int broken = 0;
    for (long seed = first; seed <= last; seed++) {
      Script script = Script.random(seed, minutes);
      Result result = Simulation.run(script);
      hours += result.nanos() / (double) TimeUnit.HOURS.toNanos(1);
      boolean holds = result.violations().isEmpty();
      broken += holds ? 0 : 1;
      System.out.println("SEED " + seed + (holds ? " HOLDS " : " BROKEN ") + result);
      if (!holds && reduces) {
        String invariant = result.violations().get(0).invariant();
        Script shortest = Reduction.of(script, invariant, MAX_RUNS);
        System.out.println(Simulation.run(shortest).violations() + "\n" + shortest.print());
      }
    }
    System.out.printf(
        "END of %d to %d: %d broken, %.2f simulated hours, %.1f s of CPU%n",
        first, last, broken, hours, cpuSeconds());
    System.exit(0);
  }

  /**
   * Runs seeds until a simulation is broken.
   *
   * @param isOnDisk whether the n-th seed with a log on disk is wanted for n
   * @return the seed, simulated time, CPU time and what is broken; an empty string if none is
   */
  public static String firstBroken(
      boolean isOnDisk, long firstSeed, long lastSeed, int minutes, double maxCpuSeconds)
      throws InterruptedException {
    double begin = cpuSeconds();
    double hours = 0;
    for (long n = firstSeed; n <= lastSeed; n++) {
      long seed = isOnDisk ? DiskScript.seed(n - 1) : n;
      Result result = Simulation.run(Script.random(seed, minutes));
      hours += result.nanos() / (double) TimeUnit.HOURS.toNanos(1);
      double seconds = cpuSeconds() - begin;
      if (!result.violations().isEmpty()) {
        return String.format(
            "%d | %.2f h | %.1f s | %s",
            seed, hours, seconds, result.violations().get(0).invariant());
      }
      if (seconds > maxCpuSeconds) {
        break;
      }
    }
    return "";
  }

  /** Of this process, compiler and garbage collector included. */
  private static double cpuSeconds() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime() / 1e9
        : 0;
  }
}
