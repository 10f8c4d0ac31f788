/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.settings.DiskSettings.Sync;
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
final class Upkeep {

  private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long ADOPT_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final DiskLog log;
  private final Slots slots;
  private final List<Path> adopting;

  /** Taken out of the log; their files are not deleted yet. */
  private final Deque<Segment> doomed = new ArrayDeque<>();

  /** Deleted, and a loss of power may bring them back. */
  private final List<Segment> deleted = new ArrayList<>();

  private Slots.Others others = new Slots.Others(0, 0);
  private long nextTick;
  private long nextAdoption;

  Upkeep(DiskLog log, Slots slots) {
    this.log = log;
    this.slots = slots;
    this.adopting = new ArrayList<>(slots.others());
    this.nextTick = log.clock.nanoTime();
    this.nextAdoption = nextTick + ADOPT_NANOS;
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
      log.health.gone(own);
    }
    closeFiles.run();
    slots.close();
    adopting.clear();
    log.places.install(slots.takeAll(log.health));
    adopting.addAll(slots.others());
    return Objects.requireNonNull(slots.own());
  }

  boolean isTick() {
    return log.clock.nanoTime() - nextTick >= 0;
  }

  /** Holds the limit: the oldest segments are given up, and segments without claims are deleted. */
  void makeRoom(LogWriter writer) throws IOException {
    News news = new News();
    log.lock.lock();
    try {
      makeRoomLocked(writer.stateBytes(), news);
      doomed.addAll(takeUnwantedLocked());
      log.changedLocked(!doomed.isEmpty());
    } finally {
      log.lock.unlock();
    }
    news.tell();
    if (!doomed.isEmpty()) {
      writer.writeStateTwice(); // a successor must not look for them
      deleteDoomed();
    }
  }

  /** Looks at the other slots, once a second. */
  void lookAtSlots(LogWriter writer) throws IOException {
    if (!isTick()) {
      return;
    }
    nextTick = log.clock.nanoTime() + TICK_NANOS;
    others = slots.lookAtOthers(log.health);
    News news = new News();
    log.lock.lock();
    try {
      log.places.wakeStalledLocked(news);
    } finally {
      log.lock.unlock();
    }
    news.tell();
    try {
      adopt(writer);
    } catch (IOException e) { // foreign, perhaps: our own can be written
      log.health.unreadable(slots.base(), e);
    }
  }

  /**
   * Deletes segments without claims although the state could not be written: the cause may be lack of room.
   *
   * @return whether anything was deleted
   */
  boolean relieve() throws IOException {
    log.lock.lock();
    try {
      doomed.addAll(takeUnwantedLocked());
    } finally {
      log.lock.unlock();
    }
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
    long missing = Math.max(1, needed - log.disk.usableBytes(own));
    News news = new News();
    log.lock.lock();
    try {
      if (log.segments.sealedBytes() < missing) {
        return false;
      }
      for (long freed = 0; freed < missing; ) {
        freed += giveUpOldestLocked(news);
      }
    } finally {
      log.lock.unlock();
    }
    cause.run();
    news.tell();
    deleteDoomed();
    return true;
  }

  /** Removes the next segment of the log; returns its bytes, 0 if there is none. */
  private long giveUpOldestLocked(News news) {
    Optional<Segment> oldest = log.segments.takeOldest();
    if (oldest.isEmpty()) {
      return 0;
    }
    Segment segment = oldest.get();
    Segments.lose(segment, news);
    log.recent.remove(segment);
    log.changedLocked(true);
    doomed.add(segment);
    return segment.end;
  }

  /**
   * Each until its file is gone: a disk that refuses now is asked again. The state covers records of another process
   * until they are deleted for good; they might be taken for new ones.
   */
  private void deleteDoomed() throws IOException {
    for (Segment segment = doomed.peek(); segment != null; segment = doomed.peek()) {
      segment.close();
      log.disk.delete(segment.path);
      deleted.add(doomed.remove());
    }
    if (log.settings.sync() != Sync.NEVER) {
      for (Path folder : foldersOfOthers()) {
        log.folders.sync(folder);
      }
    }
    log.lock.lock();
    try {
      deleted.forEach(log.segments::left);
      deleted.clear();
      log.places.forgetRunsLocked();
    } finally {
      log.lock.unlock();
    }
  }

  private Set<Path> foldersOfOthers() {
    Set<Path> folders = new TreeSet<>();
    for (Segment segment : deleted) {
      if (segment.id.run() > log.run) { // an older run is known for one that was read
        folders.add(Objects.requireNonNull(segment.path.getParent()));
      }
    }
    return folders;
  }

  private List<Segment> takeUnwantedLocked() {
    if (!log.places.isCompleteLocked()) {
      return List.of();
    }
    return log.segments.takeUnwanted(log.clock.now() - log.settings.retain().toNanos());
  }

  /**
   * The processes that share a folder share the limit: each has its part, and more if the others leave room. So a
   * process that fills the folder gives way to one that starts later, and the oldest segments of the larger one go
   * first. Until it has given way, for a tick or two, both together may hold more than the limit.
   */
  private void makeRoomLocked(long stateBytes, News news) {
    long share = log.settings.limitInBytes() / (1 + others.processes());
    long left = log.settings.limitInBytes() - others.bytes();
    long limit = Math.max(share, left) - log.settings.segmentBytes();
    while (log.segments.sizeInBytes() + stateBytes > limit) {
      if (giveUpOldestLocked(news) == 0) {
        return;
      }
    }
  }

  // ---- slots without an owner ----

  private void adopt(LogWriter writer) throws IOException {
    if (log.clock.nanoTime() - nextAdoption >= 0 && !isEnding()) {
      nextAdoption = log.clock.nanoTime() + ADOPT_NANOS;
      log.places.install(slots.takeOthers(log.health));
      adopting.clear();
      adopting.addAll(slots.others());
    }
    if (!adopting.isEmpty()) {
      writer.writeStateTwice();
      writer.syncState(); // whatever the policy: from here their cursors are in our state alone
      for (Path slot : List.copyOf(adopting)) {
        empty(slot);
      }
    }
    log.places.adopted();
  }

  /** Returns true if this process is ending: then a process that continues should find the slots of earlier ones. */
  private boolean isEnding() {
    log.lock.lock();
    try {
      return log.places.isEndingLocked();
    } finally {
      log.lock.unlock();
    }
  }

  private void empty(Path slot) throws IOException {
    Path own = Objects.requireNonNull(slots.own());
    List<Segment> theirs;
    log.lock.lock();
    try {
      theirs = log.segments.all().stream()
          .filter(segment -> slot.equals(segment.path.getParent()))
          .toList();
    } finally {
      log.lock.unlock();
    }
    for (Segment segment : theirs) {
      Path moved = own.resolve(segment.id.fileName());
      log.disk.rename(segment.path, moved);
      segment.path = moved;
    }
    deleteUnread(slot);
    log.disk.delete(slot.resolve(StateFile.NAME));
    log.folders.sync(own);
    log.folders.sync(slot); // else a loss of power brings back what it had, with claims of long ago
    slots.release(slot);
    adopting.remove(slot);
  }

  /**
   * Deletes the segments of a slot that could not be read: their spans are counted as corrupt, and without the state of
   * the slot the next process would take them for segments that no process has looked at.
   */
  private void deleteUnread(Path slot) throws IOException {
    boolean isAny = false;
    for (String name : log.disk.list(slot)) {
      if (SegmentId.ofFileName(name) != null) {
        log.disk.delete(slot.resolve(name));
        isAny = true;
      }
    }
    if (isAny) {
      log.folders.sync(slot);
    }
  }

  /** Lets go of all files and slots, as the writer's last act. */
  void close() {
    List<Segment> all;
    log.lock.lock();
    try {
      all = List.copyOf(log.segments.all());
    } finally {
      log.lock.unlock();
    }
    all.forEach(Segment::close);
    doomed.forEach(Segment::close);
    slots.close();
  }
}
