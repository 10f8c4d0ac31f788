/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Decides which entries of a full log in memory are given up. Used under the table's lock. */
final class MemoryEviction {

  /*
   * The reader that has settled the newest record is the leader; it keeps up if that record is one of the newest in the
   * log. Where no reader keeps up, the oldest entry that is not in flight goes, and with every entry in flight the
   * newest one, which is about to be written.
   *
   * Beside a leader that keeps up, entries go, oldest first, that the leader has left well behind, and newer ones that
   * no reader near the leader claims. If that is not enough, the record that is about to be written waits: requests in
   * flight of readers with less progress are recalled, requests of readers near the leader after a moment only,
   * because they may soon be done. So a healthy vendor loses no record to bytes that exist for a sick one, for any
   * size of records and any views.
   *
   * Copies never cost a record of a reader that has got farther than the one that makes them. A reader with a log full
   * of its own records pays with the oldest of these, or it could never send a batch that must be cut.
   *
   * A request that cannot be sent without copies must find room even if no other reader gets farther: otherwise there
   * would be no progress, until a record is written that costs the same entries. So readers that are held up pay for it
   * if they have more than their share of the log, however far they have got. A reader is held up if a request with its
   * oldest record failed or finds no room.
   *
   * Rejected: taking from the reader that holds most bytes. The claims of a healthy reader may be larger than the
   * claims of a sick one for a moment, if records are large; and two sick readers of one view would give up the same
   * records in turns, before a byte is free.
   */

  /** A reader keeps up if it has settled one of the newest records, as many as this. */
  private static final long RECENT = 100;

  /** A reader is near the leader if it has settled one of the leader's newest batches, as many as this. */
  private static final int NEAR_BATCHES = 16;

  /** So many batches behind the leader a reader is beside it: its requests in flight are probably done soon. */
  private static final int BESIDE_BATCHES = 3;

  private final MemoryTable table;

  MemoryEviction(MemoryTable table) {
    this.table = table;
  }

  /** Gives up entries for a record that is about to be written; true if it fits then. */
  boolean makeRoomLocked(AwaitedRoom room, List<Runnable> news) {
    if (table.ring().hasRoomFor(room.bytes())) {
      return true;
    }
    MemoryReaderState leader = leaderLocked(room);
    if (!keepsUpLocked(leader)) {
      return false;
    }
    long near = nearLocked(leader);
    List<MemoryEntry> candidates = new ArrayList<>();
    List<MemoryEntry> nearer = new ArrayList<>();
    long free = 0;
    for (MemoryEntry entry : table.ring().oldestFirst()) {
      if (table.ring().hasRoomFor(room.bytes() - free)) {
        break;
      }
      if (entry.isPinned()) {
        continue;
      }
      if (entry.position() < near || entry.progress() < near) {
        candidates.add(entry);
        free += entry.sizeInBytes();
      } else if (room.isLate() && isFree(entry, Set.of(), room.reader())) {
        nearer.add(entry);
      }
    }
    if (giveUpLocked(candidates, room.bytes(), news) || nearer.isEmpty()) {
      return table.ring().hasRoomFor(room.bytes());
    }
    recallLocked(room); // first requests in flight, of readers that are farther behind
    nearer.sort(Comparator.comparingLong(MemoryEntry::progress)); // and oldest first
    giveUpLocked(nearer, room.bytes() - landingLocked(room), news);
    return table.ring().hasRoomFor(room.bytes());
  }

  /** Returns the bytes that will be free when all holds have landed that were recalled. */
  private long landingLocked(AwaitedRoom room) {
    Set<MemoryHold> landing = new HashSet<>();
    for (MemoryHold hold : table.inFlight()) {
      if (hold.isRecalled()) {
        landing.add(hold);
      }
    }
    return freeLocked(landing, room.reader());
  }

  /**
   * Gives up entries that are not in flight, oldest first, except entries of readers that keep up and are farther;
   * true if the record fits then.
   */
  boolean makeRoomAtAnyCostLocked(AwaitedRoom room, List<Runnable> news) {
    List<MemoryEntry> candidates = new ArrayList<>();
    long free = 0;
    for (MemoryEntry entry : table.ring().oldestFirst()) {
      if (table.ring().hasRoomFor(room.bytes() - free)) {
        break;
      }
      long progress = entry.progress();
      if (!entry.isPinned()
          && (progress <= room.reader().progress() || !isRecentLocked(progress))) {
        candidates.add(entry);
        free += entry.sizeInBytes();
      }
    }
    return giveUpLocked(candidates, room.bytes(), news);
  }

  /** Gives up entries for the copies that a hold needs; false, without a change, if that is not enough now. */
  boolean makeRoomForCopiesLocked(MemoryHold hold, long bytes, List<Runnable> news) {
    MemoryReaderState reader = hold.reader();
    if (table.ring().hasRoomFor(bytes)) {
      return true;
    }
    AwaitedRoom room = new AwaitedRoom(reader, bytes);
    long near = nearLocked(leaderLocked(room));
    List<MemoryEntry> behind = new ArrayList<>();
    List<MemoryEntry> own = new ArrayList<>();
    long free = 0;
    long ownFree = 0;
    for (MemoryEntry entry : table.ring().oldestFirst()) {
      if (table.ring().hasRoomFor(bytes - free)) {
        break;
      }
      if (entry.isPinned() || !mayPayLocked(entry, reader, near)) {
        continue;
      }
      if (entry.isClaimedBy(reader)) {
        own.add(entry);
        ownFree += entry.sizeInBytes();
      } else {
        behind.add(entry);
        free += entry.sizeInBytes();
      }
    }
    if (table.ring().hasRoomFor(bytes - free)) {
      return giveUpLocked(behind, bytes, news);
    }
    boolean isBehind = reader.unsettledBytes() > table.limitInBytes() / 2;
    boolean mayCome = recallLocked(room) || hasOtherInFlightLocked(reader);
    if (mayCome) {
      return false;
    }
    if (isBehind && table.ring().hasRoomFor(bytes - free - ownFree)) {
      behind.addAll(own);
      return giveUpLocked(behind, bytes, news);
    }
    return hold.needsCopies() && makeRoomFromHeldUpLocked(reader, bytes, news);
  }

  /**
   * Gives up entries of readers that are held up and have more than their share of the log, oldest first, and such
   * that the reader itself claims last; false, without a change, if that is not enough.
   */
  private boolean makeRoomFromHeldUpLocked(
      MemoryReaderState reader, long bytes, List<Runnable> news) {
    List<MemoryEntry> candidates = new ArrayList<>();
    List<MemoryEntry> own = new ArrayList<>();
    long free = 0;
    for (MemoryEntry entry : table.ring().oldestFirst()) {
      if (!entry.isPinned() && paysItsShareLocked(entry, reader)) {
        (entry.isClaimedBy(reader) ? own : candidates).add(entry);
        free += entry.sizeInBytes();
      }
    }
    candidates.addAll(own);
    return table.ring().hasRoomFor(bytes - free) && giveUpLocked(candidates, bytes, news);
  }

  private boolean paysItsShareLocked(MemoryEntry entry, MemoryReaderState reader) {
    long share = table.limitInBytes() / Math.max(1, table.readers().size());
    for (MemoryClaim claim : entry.claims()) {
      boolean isStuck = claim.reader() == reader || claim.reader().isHeldUp();
      if (!isStuck || claim.reader().unsettledBytes() <= share) {
        return false;
      }
    }
    return true;
  }

  /**
   * Decides if an entry may pay: readers with a log full of their own records pay for their own copies if there is no
   * other way, and any reader for the copies of readers that have got well farther, or if it does not keep up itself.
   */
  private boolean mayPayLocked(MemoryEntry entry, MemoryReaderState reader, long near) {
    for (MemoryClaim claim : entry.claims()) {
      long progress = claim.reader().progress();
      boolean isBehind = progress < Math.min(near, reader.progress());
      boolean keepsUp = isRecentLocked(progress) || !claim.reader().isHeldUp();
      if (claim.reader() != reader && !isBehind && keepsUp) {
        return false;
      }
    }
    return true;
  }

  /** Returns true if a reader has another request in flight than the one that it makes copies for. */
  private boolean hasOtherInFlightLocked(MemoryReaderState reader) {
    int holds = 0;
    for (MemoryHold hold : table.inFlight()) {
      holds += hold.reader() == reader ? 1 : 0;
    }
    return holds > 1;
  }

  private boolean giveUpLocked(List<MemoryEntry> entries, long bytes, List<Runnable> news) {
    for (MemoryEntry entry : entries) {
      if (table.ring().hasRoomFor(bytes)) {
        return true;
      }
      table.giveUp(entry, news);
    }
    return table.ring().hasRoomFor(bytes);
  }

  /**
   * Recalls requests in flight of readers that have got no farther, the least far first, until a record fits; requests
   * of readers near the leader, which may soon be done, only if it is late.
   *
   * @return whether there will be room soon
   */
  boolean recallLocked(AwaitedRoom room) {
    MemoryReaderState reader = room.reader();
    if (!keepsUpLocked(reader)) {
      return false;
    }
    long besides = leaderLocked(room).progress() - (long) BESIDE_BATCHES * table.views();
    boolean isBeside = reader.progress() >= besides;
    List<MemoryHold> holds = new ArrayList<>(table.inFlight());
    holds.sort(Comparator.comparingLong(hold -> hold.reader().progress()));
    Set<MemoryHold> landing = new LinkedHashSet<>();
    long free = 0;
    for (MemoryHold hold : holds) {
      if (table.ring().hasRoomFor(room.bytes() - free)) {
        break;
      }
      MemoryReaderState holder = hold.reader();
      boolean isDoneSoon = isBeside && holder.progress() >= besides;
      boolean isRecalled = holder != reader
          && holder.progress() <= reader.progress()
          && (room.isLate() || !isDoneSoon);
      if ((isRecalled || isDoneSoon) && hold.isHeldElsewhere()) {
        landing.add(hold);
        free = freeLocked(landing, reader);
        if (isRecalled) {
          hold.recall();
        }
      }
    }
    return free > 0;
  }

  /** Returns the bytes that a reader's record may have when some holds have landed. */
  private static long freeLocked(Set<MemoryHold> landing, MemoryReaderState reader) {
    Set<MemoryEntry> entries = new HashSet<>();
    long free = 0;
    for (MemoryHold hold : landing) {
      free += hold.reserved();
      for (MemoryClaim claim : hold.run()) {
        if (isFree(claim.entry(), landing, reader) && entries.add(claim.entry())) {
          free += claim.entry().sizeInBytes();
        }
      }
    }
    return free;
  }

  private static boolean isFree(
      MemoryEntry entry, Set<MemoryHold> landing, MemoryReaderState reader) {
    for (MemoryClaim claim : entry.claims()) {
      boolean goes = !claim.isInFlight()
          ? claim.reader() != reader && claim.reader().progress() <= reader.progress()
          : landing.contains(claim.hold());
      if (!goes) {
        return false;
      }
    }
    return true;
  }

  /** Returns the reader that has got farthest, if in doubt the one for which room is made. */
  private MemoryReaderState leaderLocked(AwaitedRoom room) {
    MemoryReaderState leader = room.reader();
    for (MemoryReaderState reader : table.readers()) {
      if (reader.progress() > leader.progress()) {
        leader = reader;
      }
    }
    return leader;
  }

  /** Returns the least progress of a reader near the leader. */
  private long nearLocked(MemoryReaderState leader) {
    return leader.progress() - (long) NEAR_BATCHES * table.views();
  }

  private boolean keepsUpLocked(MemoryReaderState reader) {
    return isRecentLocked(reader.progress());
  }

  private boolean isRecentLocked(long progress) {
    return table.end() - progress <= RECENT;
  }
}
