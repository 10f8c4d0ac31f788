/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

import dev.fanlight.exporters.internal.simulation.Event.Kill;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A machine with a disk, on which processes run one after the other: each goes on where the one before it ended. */
final class Machine {

  private static final long FOR_EVER = Long.MAX_VALUE;

  final Simulation simulation;
  final WrittenSpans written = new WrittenSpans();
  final MachineDisk disk;
  final DiskInvariants invariants;
  final LogLines lines;
  private final SimulatedThreads threads;
  private final SimulatedThread main;
  private @Nullable MachineProcess process;

  /** On the thread of the machine. */
  Machine(Simulation simulation, LogLines lines) {
    this.simulation = simulation;
    this.lines = lines;
    this.threads = simulation.threads;
    this.main = SimulatedThreads.current();
    this.disk = new MachineDisk(
        threads, simulation.script.seed() + 2, written, () -> current().killedByTheDisk());
    this.invariants = new DiskInvariants(this);
  }

  private MachineProcess current() {
    MachineProcess now = process;
    if (now == null) {
      throw new IllegalStateException("no process runs");
    }
    return now;
  }

  /** Runs processes to the end of the script. */
  void run() throws InterruptedException {
    int next = 0;
    boolean isLast = false;
    for (int number = 1; !isLast; number++) {
      MachineProcess started = new MachineProcess(this, next);
      process = started;
      SimulatedThread thread = threads.make("process " + number, started::run);
      thread.process = number;
      thread.start();
      while (!started.isGone()) {
        threads.sleep("machine", FOR_EVER);
      }
      Kill kill = started.kill();
      threads.kill(number);
      boolean isPowerLost = kill != null && kill.isPowerLost();
      if (isPowerLost) {
        invariants.powerIsLost(started);
      }
      disk.processIsGone(isPowerLost);
      for (int i = 0; i < started.bitFlips(); i++) {
        disk.flipBit();
      }
      invariants.processIsGone(started, isPowerLost);
      next = started.nextEvent();
      isLast = started.isLast();
      if (!isLast) {
        simulation.pause(TimeUnit.MILLISECONDS.toNanos(1 + started.downMillis()));
        hold(kill == null ? 0 : kill.heldMillis());
      }
    }
    invariants.checkAtTheEnd();
  }

  /** The folder of the process that was killed stays locked for a while. */
  private void hold(long millis) {
    if (millis > 0) {
      try {
        Runnable release = disk.now().holdFirstSlot(DiskSetup.FOLDER);
        threads
            .make("holder", () -> {
              long end = threads.nanos() + TimeUnit.MILLISECONDS.toNanos(millis);
              while (threads.nanos() < end) {
                threads.sleep("holder", end - threads.nanos());
              }
              release.run();
            })
            .start();
      } catch (IOException ignored) {
        // there is no such folder yet
      }
    }
  }

  /** The process of the calling thread is gone: the machine goes on, and the thread does not. */
  Error goOn() {
    return threads.yieldForEverTo(main);
  }

  /** The process of the calling thread has ended; the thread ends next. */
  void wake() {
    threads.wake(main);
  }
}
