/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.settings.DiskSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** Housekeeping of the folder: room, records without claims, slots without an owner. The writer's thread only. */
final class Housekeeping {

  private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long ADOPT_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final LogTable table;
  private final DiskLogEnvironment environment;
  private final ReaderRegistry registry;
  private final Slots slots;
  private final StateWriter state;
  private final List<Path> adopting;

  /** Taken out of the log; their files are not deleted yet. */
  private final Deque<Segment> doomed = new ArrayDeque<>();

  /** Deleted, and a loss of power may bring them back. */
  private final List<Segment> deleted = new ArrayList<>();

  private Slots.Others others = new Slots.Others(0, 0);
  private long nextTick;
  private long nextAdoption;

  Housekeeping(
      LogTable table,
      DiskLogEnvironment environment,
      ReaderRegistry registry,
      Slots slots,
      StateWriter state) {
    this.table = table;
    this.environment = environment;
    this.registry = registry;
    this.slots = slots;
    this.state = state;
    this.adopting = new ArrayList<>(slots.others());
    this.nextTick = nanoTime();
    this.nextAdoption = nextTick + ADOPT_NANOS;
  }

  private long nanoTime() {
    return environment.clock().nanoTime();
  }

  /**
   * Our slot; another one where it is gone.
   *
   * @param closeFiles is run before another is taken
   */
  Path folder(Runnable closeFiles) throws IOException {
    Path own = slots.own();
    if (own != null && (!isTick() || slots.isThere())) {
      return own;
    }
    if (own != null) {
      environment.health().gone(own);
    }
    closeFiles.run();
    slots.close();
    adopting.clear();
    registry.install(slots.takeAll(environment.health()));
    adopting.addAll(slots.others());
    return Objects.requireNonNull(slots.own());
  }

  boolean isTick() {
    return nanoTime() - nextTick >= 0;
  }

  /** Holds the limit: the oldest segments are given up, and segments without claims are deleted. */
  void makeRoom() throws IOException {
    table.updateAndNotify(notifications -> {
      holdLimitLocked(notifications);
      doomed.addAll(table.takeUnwantedLocked());
      if (!doomed.isEmpty()) {
        table.progress().changed();
      }
    });
    if (!doomed.isEmpty()) {
      state.writeTwice(); // a successor must not look for them
      deleteDoomed();
    }
  }

  /**
   * The processes that share a folder share the limit: each has its part, and more if the others leave room. So a
   * process that fills the folder gives way to one that starts later, and the oldest segments of the larger one go
   * first. Until it has given way, for a tick or two, both together may hold more than the limit.
   */
  private void holdLimitLocked(Notifications notifications) {
    DiskSettings settings = environment.settings();
    long share = settings.limitInBytes() / (1 + others.processes());
    long left = settings.limitInBytes() - others.bytes();
    long limit = Math.max(share, left) - settings.segmentBytes();
    while (table.segments().sizeInBytes() + state.fileBytes() > limit) {
      if (giveUpOldestLocked(notifications) == 0) {
        return;
      }
    }
  }

  /** Looks at the other slots, once a second. */
  void lookAtSlots() throws IOException {
    if (!isTick()) {
      return;
    }
    nextTick = nanoTime() + TICK_NANOS;
    others = slots.lookAtOthers(environment.health());
    table.updateAndNotify(notifications -> table.readers().wakeStalled(notifications));
    try {
      adopt();
    } catch (IOException e) { // foreign, perhaps: our own can be written
      environment.health().unreadable(slots.base(), e);
    }
  }

  /**
   * Deletes segments without claims although the state could not be written: the cause may be lack of room.
   *
   * @return whether anything was deleted
   */
  boolean relieve() throws IOException {
    doomed.addAll(table.read(() -> table.takeUnwantedLocked()));
    boolean isAny = !doomed.isEmpty();
    deleteDoomed();
    return isAny;
  }

  /**
   * Deletes the oldest segments on a full disk, before the state can say so: should the process be killed in between, the
   * next one counts their spans as corrupt.
   *
   * @param needed bytes that are to be written
   * @param cause is told before the loss
   * @return true if a file was deleted; none is deleted if all segments together would not make enough room
   */
  boolean giveUpOldest(long needed, Runnable cause) throws IOException {
    Path own = slots.own();
    if (own == null) {
      return false;
    }
    long missing = Math.max(1, needed - environment.disk().usableBytes(own));
    Notifications notifications = new Notifications();
    boolean isEnough = table.read(() -> giveUpOldestLocked(missing, notifications));
    if (isEnough) {
      cause.run();
      notifications.deliver();
      deleteDoomed();
    }
    return isEnough;
  }

  private boolean giveUpOldestLocked(long missing, Notifications notifications) {
    if (table.segments().sealedBytes() < missing) {
      return false;
    }
    for (long freed = 0; freed < missing; ) {
      freed += giveUpOldestLocked(notifications);
    }
    return true;
  }

  /** Removes the next segment of the log; returns its bytes, 0 if there is none. */
  private long giveUpOldestLocked(Notifications notifications) {
    Optional<Segment> oldest = table.giveUpOldestLocked(notifications);
    oldest.ifPresent(doomed::add);
    return oldest.isEmpty() ? 0 : oldest.get().end();
  }

  /**
   * Each until its file is gone: a disk that refuses now is asked again. The state covers records of another process
   * until they are deleted for good; they might be taken for new ones.
   */
  private void deleteDoomed() throws IOException {
    for (Segment segment = doomed.peek(); segment != null; segment = doomed.peek()) {
      segment.close();
      environment.disk().delete(segment.path());
      deleted.add(doomed.remove());
    }
    if (environment.syncs()) {
      for (Path folder : foldersOfOthers()) {
        environment.folders().sync(folder);
      }
    }
    table.update(() -> {
      deleted.forEach(table.segments()::left);
      deleted.clear();
      table.forgetRunsLocked();
    });
  }

  private Set<Path> foldersOfOthers() {
    Set<Path> folders = new TreeSet<>();
    for (Segment segment : deleted) {
      if (segment.run() > table.run()) { // an older run is known for one that was read
        folders.add(Objects.requireNonNull(segment.path().getParent()));
      }
    }
    return folders;
  }

  // ---- slots without an owner ----

  private void adopt() throws IOException {
    if (nanoTime() - nextAdoption >= 0 && !isEnding()) {
      nextAdoption = nanoTime() + ADOPT_NANOS;
      registry.install(slots.takeOthers(environment.health()));
      adopting.clear();
      adopting.addAll(slots.others());
    }
    if (!adopting.isEmpty()) {
      state.writeTwice();
      state.sync(); // whatever the policy: from here their cursors are in our state alone
      for (Path slot : List.copyOf(adopting)) {
        empty(slot);
      }
    }
    registry.adopted();
  }

  /** Returns true if this process is ending: then a process that continues should find the slots of earlier ones. */
  private boolean isEnding() {
    return table.read(() -> table.readers().isEnding());
  }

  private void empty(Path slot) throws IOException {
    Path own = Objects.requireNonNull(slots.own());
    List<Segment> theirs = table.read(() -> table.segments().in(slot));
    for (Segment segment : theirs) {
      segment.move(environment.disk(), own.resolve(segment.id().fileName()));
    }
    deleteUnread(slot);
    environment.disk().delete(slot.resolve(StateFile.NAME));
    environment.folders().sync(own);
    environment
        .folders()
        .sync(slot); // else a loss of power brings back what it had, with claims of long ago
    slots.release(slot);
    adopting.remove(slot);
  }

  /**
   * Deletes the segments of a slot that could not be read: their spans are counted as corrupt, and without the state of
   * the slot the next process would take them for segments that no process has looked at.
   */
  private void deleteUnread(Path slot) throws IOException {
    boolean isAny = false;
    for (String name : environment.disk().list(slot)) {
      if (SegmentId.ofFileName(name) != null) {
        environment.disk().delete(slot.resolve(name));
        isAny = true;
      }
    }
    if (isAny) {
      environment.folders().sync(slot);
    }
  }

  /** Lets go of all files and slots, as the writer's last act. */
  void close() {
    List<Segment> all = table.read(() -> List.copyOf(table.segments().all()));
    all.forEach(Segment::close);
    doomed.forEach(Segment::close);
    slots.close();
  }
}
