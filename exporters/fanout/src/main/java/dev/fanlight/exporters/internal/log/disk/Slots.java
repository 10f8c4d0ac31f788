/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The folders in which processes keep their logs, one for each process at a time. */
final class Slots implements AutoCloseable {

  /*
   *   PATH/slot-0/lock           held as long as the process lives
   *              /cursors        state
   *              /….log          segments
   *   PATH/slot-1/…
   *
   * A process takes the first free slot, and continues with its records. Slots without an owner are adopted: locked,
   * their segments moved into our own, and left empty. The lock's file is never deleted: two processes could then each
   * hold one of that name.
   *
   * Other users may write into PATH. So a slot is inspected before a file in it is opened, and counts only if it is
   * trusted: foreign files cost one look at each name, and names beyond MAX_NAMES are not listed: the names that a
   * slot may have are then asked for one by one.
   */

  /** A slot with a segment that cannot be read so often, for five minutes, is taken without that segment. */
  private static final int MAX_POSTPONEMENTS = 10;

  private static final int MAX_NAMES = 4 * SlotName.MAX_SLOTS;

  private final Disk disk;
  private final Path base;
  private final String description;
  private final TreeMap<Path, Disk.Lock> held = new TreeMap<>();

  /** The number of looks at slots of other processes, with or without success. */
  private final Map<Path, Integer> postponements = new TreeMap<>();

  /** Slots that could not be read as this process looked for its own: one of them may have its accounts. */
  private final Set<Path> passedOver = new TreeSet<>();

  private @Nullable Path own;
  private int ownNumber;

  /**
   * The slots of a folder.
   *
   * @param description a text in the lock of our own slot, for people who look at it
   */
  Slots(Disk disk, Path base, String description) {
    this.disk = disk;
    this.base = base;
    this.description = description;
  }

  Path base() {
    return base;
  }

  /** Our own slot; null until {@link #take} succeeded. */
  @Nullable Path own() {
    return own;
  }

  /** Returns a run that is unique: the lowest digits are the slot's. */
  long newRun(long epochNanos, long lastRun) {
    long time = Math.max(epochNanos, lastRun) / SlotName.MAX_SLOTS;
    return (lastRun / SlotName.MAX_SLOTS == time ? time + 1 : time) * SlotName.MAX_SLOTS
        + ownNumber;
  }

  /** Slots that we hold beside our own. */
  Set<Path> others() {
    Set<Path> others = new TreeSet<>(held.keySet());
    if (own != null) {
      others.remove(own);
    }
    return others;
  }

  /** Takes the first free slot as our own, locks slots without an owner, and reads all of them. */
  Recovered takeAll(Health health) throws IOException {
    try {
      List<Path> all = new ArrayList<>(List.of(take(health)));
      all.addAll(lockOthers(health));
      return taken(Recovery.read(disk, all, this::mayWait, health));
    } catch (IOException e) {
      close(); // the next attempt begins from the beginning
      throw e;
    }
  }

  /** Locks slots that have lost their owner since, and reads them. */
  Recovered takeOthers(Health health) throws IOException {
    List<Path> others = lockOthers(health);
    if (others.isEmpty()) {
      return Recovered.NOTHING;
    }
    try {
      return taken(Recovery.readOthers(disk, others, passedOver, this::mayWait, health));
    } catch (IOException e) {
      others.forEach(this::release);
      throw e;
    }
  }

  /** Returns true if a slot is read another time if a segment of it cannot be read now; the answer is counted. */
  private boolean mayWait(Path slot) {
    return postponements.merge(slot, 1, Integer::sum) <= MAX_POSTPONEMENTS;
  }

  private Recovered taken(Recovered recovered) {
    recovered.postponed().forEach(this::release);
    return recovered;
  }

  private Path take(Health health) throws IOException {
    disk.createFolder(base);
    checkBase(health);
    passedOver.clear();
    IOException refused = null;
    for (int i = 0; i < SlotName.MAX_SLOTS; i++) {
      Path slot = base.resolve(SlotName.of(i));
      if (disk.trustInSlot(slot) == FolderTrust.MISSING) {
        disk.createFolder(slot);
      }
      try {
        if (isTrusted(slot, health) && lock(slot, health)) {
          own = slot;
          ownNumber = i;
          describe(slot);
          return slot;
        }
      } catch (IOException e) { // damaged, or of another user: the next one can be used
        health.unreadable(slot, e);
        passedOver.add(slot);
        refused = e;
      }
    }
    throw new IOException(
        "all " + SlotName.MAX_SLOTS + " slots in " + base
            + " are taken or cannot be used; give the process a buffer.disk.path of its own",
        refused);
  }

  private void describe(Path slot) {
    try {
      Objects.requireNonNull(held.get(slot)).write(description);
    } catch (IOException ignored) {
      // the disk may be full; the log does not need the text
    }
  }

  private void checkBase(Health health) throws IOException {
    FolderTrust trust = disk.trustInBase(base);
    if (trust == FolderTrust.FOREIGN || trust == FolderTrust.WRITABLE_BY_OTHERS) {
      health.baseNotTrusted(base, trust);
    }
  }

  /** Returns true if a slot is a folder of this user alone; reports the reason once if it is not. */
  private boolean isTrusted(Path slot, Health health) throws IOException {
    FolderTrust trust = disk.trustInSlot(slot);
    if (trust != FolderTrust.TRUSTED && trust != FolderTrust.MISSING) {
      health.slotNotTrusted(slot, trust);
    }
    return trust == FolderTrust.TRUSTED;
  }

  /** Returns the names of slots in the folder; other similar names are reported. */
  private List<String> names(Health health) throws IOException {
    List<String> listed = disk.list(base, MAX_NAMES);
    List<String> names = new ArrayList<>();
    if (listed.size() == MAX_NAMES) {
      for (int i = 0; i < SlotName.MAX_SLOTS; i++) {
        names.add(SlotName.of(i));
      }
      return names;
    }
    for (String name : listed) {
      if (SlotName.matches(name)) {
        names.add(name);
      } else if (SlotName.isLookalike(name)) {
        health.noSlotName(base.resolve(name));
      }
    }
    return names;
  }

  private List<Path> lockOthers(Health health) throws IOException {
    List<Path> others = new ArrayList<>();
    for (String name : names(health)) {
      Path slot = base.resolve(name);
      try {
        if (!held.containsKey(slot)
            && isTrusted(slot, health)
            && holdsSomething(slot)
            && lock(slot, health)) {
          others.add(slot);
        }
      } catch (IOException e) { // damaged, or of another user: our own slot can be used
        health.unreadable(slot, e);
      }
    }
    return others;
  }

  private boolean holdsSomething(Path slot) throws IOException {
    for (String name : disk.list(slot)) {
      if (!name.equals(SlotFiles.LOCK)) {
        return true;
      }
    }
    return false;
  }

  /** Returns true if this process holds it now, and can read its content. */
  private boolean lock(Path slot, Health health) throws IOException {
    Disk.Lock lock = disk.lock(slot.resolve(SlotFiles.LOCK));
    if (lock == null) {
      return false;
    }
    held.put(slot, lock);
    try {
      StateFile.check(disk, slot);
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

  /** Returns true if our own slot is still in its place, and still our own. */
  boolean isThere() throws IOException {
    if (own == null) {
      return false;
    }
    FolderTrust trust = disk.trustInSlot(own);
    boolean isOurs = trust == FolderTrust.TRUSTED || trust == FolderTrust.WRITABLE_BY_OTHERS;
    return isOurs && disk.exists(own.resolve(SlotFiles.LOCK));
  }

  /** Counts the slots of this user that other processes hold, and the bytes in them. */
  Others lookAtOthers(Health health) throws IOException {
    int processes = 0;
    long bytes = 0;
    for (String name : names(health)) {
      Path slot = base.resolve(name);
      if (!held.containsKey(slot) && isTrusted(slot, health)) {
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
   * @param processes the number of processes, including ended ones whose slot has not been adopted yet
   * @param bytes in their slots
   */
  record Others(int processes, long bytes) {}

  private long bytesIn(Path slot) {
    long bytes = 0;
    try {
      for (String file : disk.list(slot)) {
        boolean counts = SegmentId.ofFileName(file) != null || file.equals(StateFile.NAME);
        bytes += counts ? size(slot.resolve(file)) : 0;
      }
    } catch (IOException ignored) {
      // deleted meanwhile: there is no slot to count
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
