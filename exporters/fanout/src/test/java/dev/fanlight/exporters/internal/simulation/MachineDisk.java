/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

import dev.fanlight.exporters.internal.log.disk.SimulatedDisk;
import dev.fanlight.exporters.internal.log.disk.SimulatedDisk.Kind;
import dev.fanlight.exporters.internal.simulation.Event.DiskFault;
import dev.fanlight.exporters.internal.simulation.Event.Kill;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The disk of the machine, in its present trouble; outlives the processes. */
final class MachineDisk implements SimulatedDisk.Operations {

  private static final int SYNC_NANOS = 8_000_000;
  private static final int MAX_OPERATIONS_AT_ONE_MOMENT = 20_000;
  private static final int SOME = 6; // one operation of so many

  private final SimulatedThreads threads;
  private final Random random;
  private final WrittenSpans written;
  private final Supplier<Error> killing;
  private final List<DiskFault> faults = new ArrayList<>();
  private SimulatedDisk disk = new SimulatedDisk(this);
  private boolean isFull;
  private int namesUntilKill;
  private long killSeed;
  private long momentNanos;
  private int operations;
  private long largest;

  /**
   * An empty disk.
   *
   * @param killing ends the process that uses it, at once
   */
  MachineDisk(SimulatedThreads threads, long seed, WrittenSpans written, Supplier<Error> killing) {
    this.threads = threads;
    this.random = new Random(seed);
    this.written = written;
    this.killing = killing;
  }

  SimulatedDisk now() {
    return disk;
  }

  /** From now on there is a fault, until it is over. */
  void add(DiskFault fault) {
    faults.add(fault);
  }

  /** The process dies in the middle of a change. */
  void killAt(Kill kill, long seed) {
    killSeed = seed;
    namesUntilKill = kill.isOfNames() ? kill.change() : 0;
    if (!kill.isOfNames()) {
      disk.killAt(kill.change(), seed);
    }
  }

  /** The disk is well from now on. */
  void recover() {
    faults.clear();
    namesUntilKill = 0;
    disk.killNever();
    haveRoom();
  }

  /** The process is gone, by a kill or at its end. */
  void processIsGone(boolean isPowerLost) {
    disk = isPowerLost ? disk.afterPowerLoss(random) : disk.afterKill();
    isFull = false;
    namesUntilKill = 0;
    if (isPowerLost) {
      written.powerLost();
    } else {
      written.killed();
    }
  }

  /** A bit is turned over. */
  void flipBit() {
    disk.flipBit(random);
  }

  /** Returns the most bytes that all files together have had. */
  long largest() {
    return largest;
  }

  @Override
  public void before(Kind kind, Path path) throws IOException {
    threads.giveWay();
    operations = threads.nanos() == momentNanos ? operations + 1 : 0;
    momentNanos = threads.nanos();
    if (operations > MAX_OPERATIONS_AT_ONE_MOMENT) {
      throw threads.fail("time stands still: the disk is asked for ever");
    }
    long now = TimeUnit.NANOSECONDS.toMillis(threads.nanos());
    faults.removeIf(fault -> now >= fault.atMillis() + fault.millis());
    haveRoom();
    if (kind == Kind.SYNC) {
      threads.block("sync", 1 + random.nextInt(SYNC_NANOS), false);
    }
    boolean isRefused = false;
    for (DiskFault fault : List.copyOf(faults)) {
      if (fault.trouble() == DiskTrouble.SLOW) {
        threads.block("slow disk", 1 + (long) (random.nextDouble() * 1e6 * fault.number()), false);
      }
      boolean isCertain = fault.trouble() != DiskTrouble.FAILS;
      isRefused |= fault.trouble().concerns(kind) && (isCertain || random.nextInt(SOME) == 0);
    }
    if (isRefused) {
      throw new IOException("Input/output error");
    }
    if (kind == Kind.NAME && namesUntilKill > 0 && --namesUntilKill == 0) {
      disk.killAt(1, killSeed);
    }
  }

  private void haveRoom() {
    DiskFault full = null;
    for (DiskFault fault : faults) {
      full = fault.trouble() == DiskTrouble.FULL ? fault : full;
    }
    if (full != null && !isFull) {
      disk.haveRoomFor(full.number() * 1_000L);
    } else if (full == null && isFull) {
      disk.haveRoomFor(Long.MAX_VALUE);
    }
    isFull = full != null;
  }

  @Override
  public int accepted(Path file, int bytes) {
    for (DiskFault fault : faults) {
      if (fault.trouble() == DiskTrouble.SHORT_WRITES && random.nextInt(SOME) == 0) {
        return random.nextInt(bytes + 1);
      }
    }
    return bytes;
  }

  @Override
  public Error killed() {
    return killing.get();
  }

  @Override
  public void written(Path file, byte[] bytes) {
    largest = Math.max(largest, disk.sizeInBytes());
    written.written(file, bytes);
  }

  @Override
  public void synced(Path file) {
    written.synced(file);
  }

  @Override
  public void namesSynced(Path folder) {
    written.namesSynced(folder);
  }

  @Override
  public void deleted(Path file) {
    written.deleted(file);
  }
}
