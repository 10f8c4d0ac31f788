/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.fuzz;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A run of one target over a range of seeds, on a thread of its own. */
final class FuzzRun {

  /*
   * The first inputs load classes and fill caches, so that the bound on allocated bytes holds from there on. An input
   * that takes longer than the maximum ends the run: its thread cannot be stopped.
   */
  private static final int WARM_UP = 20;

  private static final long MAX_INPUT_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int MAX_FINDINGS = 5;

  private final FuzzTarget target;
  private final long firstSeed;
  private final long lastSeed;
  private final List<String> findings = new ArrayList<>();
  private volatile long seed;
  private volatile long begunNanos = System.nanoTime();
  private long mostAllocated;
  private long seedOfMostAllocated;
  private long slowestNanos;
  private long seedOfSlowest;

  private FuzzRun(FuzzTarget target, long firstSeed, long lastSeed) {
    this.target = target;
    this.firstSeed = firstSeed;
    this.lastSeed = lastSeed;
  }

  /** Plays all seeds of a range, or as many as it takes for five findings. */
  static FuzzRun of(FuzzTarget target, long firstSeed, long lastSeed) throws InterruptedException {
    FuzzRun run = new FuzzRun(target, firstSeed, lastSeed);
    Thread thread = new Thread(null, run::play, "fuzz", 0, false);
    thread.setDaemon(true);
    thread.start();
    while (thread.isAlive()) {
      thread.join(200);
      if (thread.isAlive() && System.nanoTime() - run.begunNanos > MAX_INPUT_NANOS) {
        run.found("seed " + run.seed + " hangs at " + Arrays.toString(thread.getStackTrace()));
        break;
      }
    }
    return run;
  }

  private void play() {
    for (long each = firstSeed; each <= lastSeed; each++) {
      seed = each;
      begunNanos = System.nanoTime();
      long before = allocatedBytes();
      try {
        FuzzTarget.Input input = target.input(each);
        before = allocatedBytes();
        begunNanos = System.nanoTime();
        input.read();
      } catch (Throwable broken) { // any of them is a finding
        found("seed " + each + ": " + text(broken));
      }
      note(each, allocatedBytes() - before, System.nanoTime() - begunNanos);
      if (findings().size() >= MAX_FINDINGS) {
        return;
      }
    }
  }

  private void note(long played, long allocated, long nanos) {
    if (played - firstSeed < WARM_UP) {
      return;
    }
    if (allocated > mostAllocated) {
      mostAllocated = allocated;
      seedOfMostAllocated = played;
    }
    if (nanos > slowestNanos) {
      slowestNanos = nanos;
      seedOfSlowest = played;
    }
    if (allocated > target.maxAllocatedBytes()) {
      found("seed " + played + " allocates " + allocated + " bytes");
    }
  }

  private static String text(Throwable broken) {
    StringWriter text = new StringWriter();
    broken.printStackTrace(new PrintWriter(text));
    String all = text.toString();
    return all.substring(0, Math.min(all.length(), 4_000));
  }

  private static long allocatedBytes() {
    return ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads
        ? threads.getThreadAllocatedBytes(Thread.currentThread().getId())
        : 0;
  }

  private synchronized void found(String finding) {
    findings.add(finding);
  }

  /** Returns the broken rules, each with its seed; empty if all rules hold. */
  synchronized List<String> findings() {
    return List.copyOf(findings);
  }

  @Override
  public String toString() {
    return String.format(
        "seeds %d to %d: %d findings; most memory %,d bytes (seed %d); slowest %,d us (seed %d)",
        firstSeed,
        lastSeed,
        findings().size(),
        mostAllocated,
        seedOfMostAllocated,
        slowestNanos / 1_000,
        seedOfSlowest);
  }
}
