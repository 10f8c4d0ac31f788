/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The folders in which processes keep their logs, one for each process at a time. */
final class Slots implements AutoCloseable {

  /*
   *   PATH/slot-0/lock           held as long as the process lives
   *              /cursors        state
   *              /….log          segments
   *   PATH/slot-1/…
   *
   * A process takes the first slot that nobody holds, and goes on from what is there. Slots whose owner is gone are
   * adopted: locked, their segments moved into our own, and left empty. The lock's file is never deleted: two processes
   * could then each hold one of that name.
   */

  private static final Pattern NAME = Pattern.compile("slot-[0-9]{1,4}");
  private static final int MAX_SLOTS = 1000;
  static final String LOCK = "lock";

  private final Disk disk;
  private final Path base;
  private final TreeMap<Path, Disk.Lock> held = new TreeMap<>();
  private @Nullable Path own;
  private int ownNumber;

  Slots(Disk disk, Path base) {
    this.disk = disk;
    this.base = base;
  }

  Path base() {
    return base;
  }

  /** Our own slot; null until {@link #take} succeeded. */
  @Nullable Path own() {
    return own;
  }

  /** A run like none before it, and none beside it: the lowest digits are the slot's. */
  long newRun(long epochNanos, long lastRun) {
    long time = Math.max(epochNanos, lastRun) / MAX_SLOTS;
    return (lastRun / MAX_SLOTS == time ? time + 1 : time) * MAX_SLOTS + ownNumber;
  }

  /** Slots that we hold beside our own. */
  Set<Path> others() {
    Set<Path> others = new TreeSet<>(held.keySet());
    if (own != null) {
      others.remove(own);
    }
    return others;
  }

  /** Takes the first slot that nobody holds for our own, locks those whose owner is gone, and reads all of them. */
  Recovered takeAll(Health health) throws IOException {
    try {
      List<Path> all = new ArrayList<>(List.of(take(health)));
      all.addAll(lockOthers(health));
      return Recovery.read(disk, all, health);
    } catch (IOException e) {
      close(); // the next attempt begins from the beginning
      throw e;
    }
  }

  /** Locks slots whose owner is gone since, and reads them. */
  Recovered takeOthers(Health health) throws IOException {
    List<Path> others = lockOthers(health);
    if (others.isEmpty()) {
      return Recovered.NOTHING;
    }
    try {
      return Recovery.readOthers(disk, others, health);
    } catch (IOException e) {
      others.forEach(this::release);
      throw e;
    }
  }

  private Path take(Health health) throws IOException {
    disk.createFolder(base);
    AccessDeniedException denied = null;
    for (int i = 0; i < MAX_SLOTS; i++) {
      Path slot = base.resolve("slot-" + i);
      disk.createFolder(slot);
      try {
        if (lock(slot, health)) {
          own = slot;
          ownNumber = i;
          return slot;
        }
      } catch (AccessDeniedException e) { // another user's
        health.unreadable(slot, e);
        denied = e;
      }
    }
    throw denied != null ? denied : new IOException("all " + MAX_SLOTS + " slots are taken");
  }

  private List<Path> lockOthers(Health health) throws IOException {
    List<Path> others = new ArrayList<>();
    for (String name : disk.list(base)) {
      Path slot = base.resolve(name);
      try {
        if (NAME.matcher(name).matches()
            && !held.containsKey(slot)
            && holdsSomething(slot)
            && lock(slot, health)) {
          others.add(slot);
        }
      } catch (IOException e) { // another user's, or damaged: ours can be used
        health.unreadable(slot, e);
      }
    }
    return others;
  }

  private boolean holdsSomething(Path slot) throws IOException {
    return disk.list(slot).stream().anyMatch(name -> !name.equals(LOCK));
  }

  /** Whether we hold it now, and can read what is there. */
  private boolean lock(Path slot, Health health) throws IOException {
    Disk.Lock lock = disk.lock(slot.resolve(LOCK));
    if (lock == null) {
      return false;
    }
    held.put(slot, lock);
    try {
      Recovery.checkVersions(disk, slot);
      return true;
    } catch (NewerVersionException e) {
      health.newer(slot, e);
    } catch (IOException e) {
      release(slot);
      throw e;
    }
    release(slot);
    return false;
  }

  /** Whether our own slot is still where it was. */
  boolean isThere() {
    return own != null && disk.exists(own.resolve(LOCK));
  }

  /** Counts the slots that other processes hold, and the bytes in them. */
  Others lookAtOthers() throws IOException {
    int processes = 0;
    long bytes = 0;
    for (String name : disk.list(base)) {
      Path slot = base.resolve(name);
      if (NAME.matcher(name).matches() && !held.containsKey(slot)) {
        long inSlot = bytesIn(slot);
        processes += inSlot > 0 ? 1 : 0; // a slot that was adopted is empty
        bytes += inSlot;
      }
    }
    return new Others(processes, bytes);
  }

  /**
   * The other processes of the folder.
   *
   * @param processes how many there are, those included that have ended and whose slot nobody has adopted yet
   * @param bytes in their slots
   */
  record Others(int processes, long bytes) {}

  private long bytesIn(Path slot) {
    long bytes = 0;
    try {
      for (String file : disk.list(slot)) {
        bytes += file.equals(LOCK) ? 0 : size(slot.resolve(file));
      }
    } catch (IOException ignored) {
      // another user's: what cannot be looked into cannot be counted
    }
    return bytes;
  }

  private long size(Path path) {
    try (DiskFile file = disk.open(path)) {
      return file.size();
    } catch (IOException ignored) {
      return 0; // deleted meanwhile
    }
  }

  void release(Path slot) {
    Disk.Lock lock = held.remove(slot);
    if (lock != null) {
      lock.close();
    }
  }

  @Override
  public void close() {
    own = null;
    List.copyOf(held.keySet()).forEach(this::release);
  }
}
