/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

import dev.fanlight.exporters.internal.log.disk.SimulatedDiskLog;
import dev.fanlight.exporters.internal.pipeline.Fanout;
import dev.fanlight.exporters.internal.simulation.Event.BitFlip;
import dev.fanlight.exporters.internal.simulation.Event.DiskFault;
import dev.fanlight.exporters.internal.simulation.Event.Kill;
import dev.fanlight.exporters.internal.simulation.Event.Restart;
import dev.fanlight.exporters.internal.simulation.Event.Traffic;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One process of the application: from its start until it ends, or is killed. */
final class MachineProcess {

  private static final long ARMED_MILLIS = 5_000;
  private static final long ARMED_FOR_NAMES_MILLIS = 60_000;
  private static final long ADOPTION_NANOS = TimeUnit.SECONDS.toNanos(70);
  private static final long LAST_SPAN_NANOS = TimeUnit.MINUTES.toNanos(1);

  final long beginNanos;
  final int spansBefore;
  private final Machine machine;
  private final Simulation simulation;
  private final SimulatedThreads threads;
  private int next;
  private @Nullable Kill armed;
  private @Nullable Kill kill;
  private boolean isEnded;
  private boolean isLast;
  private long downMillis;
  private int bitFlips;
  private boolean isClosing;
  private List<LedgerSnapshot> accountsAtStart = List.of();
  private @Nullable List<LedgerSnapshot> accountsAtKill;
  private @Nullable Fanout running;
  private @Nullable List<LedgerSnapshot> accountsAtEnd;

  MachineProcess(Machine machine, int firstEvent) {
    this.machine = machine;
    this.simulation = machine.simulation;
    this.threads = simulation.threads;
    this.next = firstEvent;
    this.beginNanos = threads.nanos();
    this.spansBefore = simulation.application.lastId();
  }

  boolean isGone() {
    return isEnded || kill != null;
  }

  /** Returns the kill that ended it; null if it ended properly. */
  @Nullable Kill kill() {
    return kill;
  }

  /** Returns the number of the next event of the script. */
  int nextEvent() {
    return next;
  }

  /** Whether the script is over. */
  boolean isLast() {
    return isLast;
  }

  /** Returns the number of bits that are turned over as soon as it is gone. */
  int bitFlips() {
    return bitFlips;
  }

  boolean isClosing() {
    return isClosing;
  }

  long downMillis() {
    return kill == null ? downMillis : kill.downMillis();
  }

  List<LedgerSnapshot> accountsAtStart() {
    return accountsAtStart;
  }

  /** Returns the accounts as it had closed; null if it was killed. */
  @Nullable List<LedgerSnapshot> accountsAtEnd() {
    return accountsAtEnd;
  }

  /** The disk dies under the process; does not return. */
  Error killedByTheDisk() {
    kill = Objects.requireNonNull(armed);
    return machine.goOn();
  }

  /** Reading them takes the locks of ledgers, which changes the course: the older kind of scripts goes without. */
  private void rememberAccounts() {
    Fanout fanout = running;
    if (fanout != null && DiskScript.kind(simulation.script.seed()) == DiskScript.Kind.PRECISE) {
      accountsAtKill = fanout.ledgerSnapshots();
    }
  }

  /**
   * Returns the accounts as it closed or was killed; null if they are not known: in the middle of a change on disk the process
   * cannot go on, and its other threads may hold locks.
   */
  @Nullable List<LedgerSnapshot> lastAccounts() {
    List<LedgerSnapshot> closed = accountsAtEnd;
    return closed == null ? accountsAtKill : closed;
  }

  void run() {
    try {
      live();
    } catch (InterruptedException stop) {
      throw new IllegalStateException("the main thread of a process was interrupted", stop);
    }
    isEnded = true;
    machine.wake();
  }

  private void live() throws InterruptedException {
    simulation.application.start();
    Setup setup = simulation.script.setup();
    Fanout fanout = simulation.open(steady -> new WatchedLog(
        SimulatedDiskLog.open(
            Objects.requireNonNull(setup.disk()).settings(),
            setup.memoryBytes(),
            machine.disk.now(),
            steady),
        machine.written,
        record -> machine.invariants.appended(this, record)));
    fanout.start();
    accountsAtStart = fanout.ledgerSnapshots();
    running = fanout;
    machine.invariants.started(this);
    resumeTraffic(fanout);
    boolean isRestarted = play(fanout);
    if (!isRestarted) {
      pauseUntil(simulation.script.lastMillis());
      isRestarted = !machine.invariants.isWell(this); // it may have no log on disk
    }
    if (!isRestarted) {
      isLast = true;
      armed = null;
      machine.disk.recover();
      simulation.application.stop();
      simulation.pause(ADOPTION_NANOS);
      simulation.settle(fanout);
    }
    close(fanout, !isRestarted);
  }

  /** What goes on since before the process. */
  private void resumeTraffic(Fanout fanout) throws InterruptedException {
    for (Event event : simulation.script.events().subList(0, next)) {
      long left = event instanceof Traffic traffic
          ? traffic.atMillis() + traffic.millis() - simulation.millis()
          : 0;
      if (left > 0 && event instanceof Traffic traffic) {
        simulation.apply(
            new Traffic(simulation.millis(), left, traffic.spansPerSecond(), traffic.bytes()),
            fanout);
      }
    }
  }

  /** Plays events until the process is to end; true if another one follows it. */
  private boolean play(Fanout fanout) throws InterruptedException {
    List<Event> events = simulation.script.events();
    while (next < events.size()) {
      pauseUntil(events.get(next).atMillis());
      Event event = events.get(next++);
      if (event instanceof Restart restart) {
        downMillis = restart.downMillis();
        return true;
      } else if (event instanceof Kill wanted) {
        arm(wanted);
      } else if (event instanceof DiskFault fault) {
        machine.disk.add(fault);
      } else if (event instanceof BitFlip) {
        bitFlips++;
      } else {
        simulation.apply(event, fanout);
      }
    }
    return false;
  }

  private void arm(Kill wanted) {
    armed = wanted;
    if (wanted.change() == 0) {
      die();
    }
    machine.disk.killAt(wanted, simulation.script.seed() + next);
  }

  private void die() {
    rememberAccounts();
    kill = armed;
    throw machine.goOn();
  }

  private void pauseUntil(long millis) {
    Kill waiting = armed;
    if (waiting != null) {
      long last =
          waiting.atMillis() + (waiting.isOfNames() ? ARMED_FOR_NAMES_MILLIS : ARMED_MILLIS);
      if (last < millis) {
        simulation.pauseUntil(last);
        die();
      }
    }
    simulation.pauseUntil(millis);
  }

  private void close(Fanout fanout, boolean isTheLast) throws InterruptedException {
    DiskInvariants invariants = machine.invariants;
    isClosing = true;
    long begin = threads.nanos();
    boolean isIdle = isTheLast && Simulation.isSettled(fanout);
    LogLines lines = machine.lines.since(beginNanos);
    invariants.closing(this, fanout, lines);
    fanout.close();
    accountsAtEnd = fanout.ledgerSnapshots();
    invariants.closed(this, fanout, threads.nanos() - begin, isIdle);
    simulation.application.stop();
    simulation.pause(LAST_SPAN_NANOS);
    invariants.checkNothingIsLeft(fanout, accountsAtEnd);
  }
}
