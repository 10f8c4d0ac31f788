/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.BatchLog.Losses;
import dev.fanlight.exporters.internal.log.BatchLog.ReaderSettings;
import dev.fanlight.exporters.internal.log.Books;
import dev.fanlight.exporters.internal.log.LogReader;
import dev.fanlight.exporters.internal.log.disk.LogState.PlaceState;
import dev.fanlight.exporters.internal.reason.DropReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Every reader known to the log: open ones, and readers recovered from disk that have not been opened again. */
final class Places {

  private final DiskLog log;

  // guarded by the log's lock

  private final List<Place> all = new ArrayList<>();
  private @Nullable Set<String> names; // of the file; null until all its readers are there
  private final Map<Long, Long> unclaimed =
      new TreeMap<>(); // by run, for readers that are yet to come
  private int roster;
  private boolean hasReadAccounts; // of an earlier process

  /** The runs of the states in slots that are being adopted. */
  private final Set<Long> adopting = new HashSet<>();

  Places(DiskLog log) {
    this.log = log;
  }

  /** Returns the recovered places of a name without an open reader. */
  private List<Place> orphansLocked(String name) {
    return all.stream()
        .filter(place -> place.reader == null && place.name.equals(name))
        .toList();
  }

  /** Returns the number of places, with or without a reader. */
  int count() {
    return all.size();
  }

  /** Returns true if all readers of the file are open, so that unclaimed records are not kept. */
  boolean isCompleteLocked() {
    return names != null;
  }

  /**
   * Takes up the records of earlier runs: for the readers of their names, now or when they open. If our own folder was
   * unreachable and is read again, records that are known already stay as they are. If it could not be read until now,
   * the ledgers of open readers go on from the accounts in it.
   */
  void install(Recovered before) {
    News news = new News();
    List<Place> unwanted = new ArrayList<>();
    List<Backfill> late = new ArrayList<>();
    log.lock.lock();
    try {
      Set<Long> known = runsLocked();
      before.segments().stream()
          .filter(segment -> !known.contains(segment.id.run()))
          .forEach(log.segments::add);
      Map<Long, Long> nobodys = new TreeMap<>(before.unclaimed());
      nobodys.keySet().removeAll(known);
      unclaimed.putAll(names == null ? nobodys : Map.of());
      Map<String, Map<String, Long>> accounts = new TreeMap<>();
      for (Place place : before.places()) {
        if (!place.leaveOut(known)) {
          joinLocked(place, unwanted, news);
          place.mergeStoredColumns(accounts.computeIfAbsent(place.name, name -> new TreeMap<>()));
        }
      }
      if (!hasReadAccounts && before.accountRun() != log.run) {
        accounts.forEach(this::goOnLocked);
      }
      hasReadAccounts |= before.accountRun() != 0;
      for (Place place : nobodys.isEmpty() ? List.<Place>of() : all) {
        DiskReader reader = place.reader;
        if (reader != null && !reader.isEnded) {
          late.add(Backfill.unclaimedLocked(reader, reader.viewLocked(), nobodys));
          place.unclaimed.keySet().removeAll(nobodys.keySet());
        }
      }
      adopting.addAll(before.adoptedRuns());
      all.forEach(this::markAdoptedLocked);
      forgetRunsLocked();
      log.changedLocked(!before.segments().isEmpty());
    } finally {
      log.lock.unlock();
    }
    unwanted.forEach(this::tellUnwanted);
    news.tell();
    late.forEach(Backfill::give);
  }

  /**
   * Gives a place a cursor in each run that is being adopted, with or without a record there: a successor that finds our state
   * and theirs sees by it that the records and losses of theirs are in ours already.
   */
  private void markAdoptedLocked(Place place) {
    for (long run : adopting) {
      if (place.cursors.stream().noneMatch(cursor -> cursor.run == run)) {
        place.add(new Cursor(place, run, 0));
      }
    }
  }

  /** The slots that were adopted are empty: no state but ours speaks of their records. */
  void adopted() {
    log.lock.lock();
    try {
      if (!adopting.isEmpty()) {
        adopting.clear();
        forgetRunsLocked();
      }
    } finally {
      log.lock.unlock();
    }
  }

  /** The ledger of an open reader goes on from the account of an earlier one that was read too late for its start. */
  private void goOnLocked(String name, Map<String, Long> columns) {
    for (Place place : all) {
      DiskReader reader = place.reader;
      if (reader != null && !reader.isEnded && place.name.equals(name)) {
        reader.books().add(columns);
        return;
      }
    }
  }

  private Set<Long> runsLocked() {
    Set<Long> runs = new HashSet<>(Set.of(log.run));
    all.forEach(place -> place.cursors.forEach(cursor -> runs.add(cursor.run)));
    log.segments.all().forEach(segment -> runs.add(segment.id.run()));
    return runs;
  }

  private void tellUnwanted(Place place) {
    if (names != null && names.contains(place.name)) {
      log.health.changed(place.name, place.unsettled);
    } else {
      log.health.removed(place.name, place.unsettled);
    }
  }

  private void joinLocked(Place left, List<Place> unwanted, News news) {
    DiskReader taken = null;
    for (Place open : all) {
      DiskReader reader = open.reader;
      if (reader == null || reader.isEnded || !open.name.equals(left.name)) {
        continue;
      }
      if (open.isSameAs(left.name, left.destination)) {
        open.takeOver(left);
        reader.books().found(left.unsettled + left.damaged);
        reader.books().dropped(left.damaged, DropReason.CORRUPT);
        news.wake(reader);
        return;
      }
      taken = reader;
    }
    if (names == null || (names.contains(left.name) && taken == null)) {
      orphansLocked(left.name).stream().findFirst().ifPresent(left::shareAccount);
      all.add(left); // for its next reader, in this process or the next
    } else {
      forgetLocked(left);
      unwanted.add(left);
      if (taken != null) {
        taken.books().found(left.unsettled + left.damaged);
        taken.books().dropped(left.damaged, DropReason.CORRUPT);
        taken.books().dropped(left.unsettled, DropReason.VENDOR_CHANGED);
      }
    }
  }

  /** Returns true if a reader has kept its records for the next process. */
  boolean isEndingLocked() {
    return all.stream().anyMatch(place -> place.reader != null && place.reader.isEnded);
  }

  LogReader newReader(ReaderSettings wanted, Books books, Losses losses, Runnable wakeUp) {
    Takeover takeover;
    DiskReader reader;
    log.lock.lock();
    try {
      takeover = new Takeover(log, wanted, orphansLocked(wanted.name()));
      Place place = takeover.place();
      reader = new DiskReader(log, place, takeover.backfill(), books, losses, wakeUp);
      takeover.book(books);
      place.unclaimed.putAll(unclaimed);
      place.reader = reader;
      place.add(reader.live());
      markAdoptedLocked(place);
      all.add(place);
      rosterChangedLocked();
    } finally {
      log.lock.unlock();
    }
    takeover.tell();
    return reader;
  }

  /** A reader follows another view from now on; its first one may begin before now. */
  void follow(DiskReader reader, String view) {
    Backfill backfill = null;
    log.lock.lock();
    try {
      if (!view.equals(Cursor.NO_VIEW)) {
        Map<Long, Long> nobodys = reader.place.unclaimed;
        Duration asked = reader.takeBackfill();
        backfill = nobodys.isEmpty()
            ? Backfill.latestLocked(reader, view, asked)
            : Backfill.unclaimedLocked(reader, view, nobodys);
        nobodys.clear();
      }
      reader.live().follow(view, log.nextPosition);
      rosterChangedLocked();
    } finally {
      log.lock.unlock();
    }
    if (backfill != null) {
      backfill.give();
    }
  }

  /** Starts a new roster; records from now on belong to it. */
  void rosterChangedLocked() {
    roster++;
    log.changedLocked(true);
  }

  int rosterLocked() {
    return roster;
  }

  /**
   * Returns the records that a successor must offer to every reader, if this process ends before all its readers have
   * opened.
   */
  Map<Long, Long> unclaimedLocked() {
    if (names == null) {
      return new TreeMap<>(unclaimed);
    }
    Map<Long, Long> kept = new TreeMap<>();
    for (Place place : all) {
      kept.putAll(place.reader == null ? place.unclaimed : Map.of());
    }
    return kept;
  }

  void forgetAllBut(Set<String> wanted) {
    List<Place> left;
    log.lock.lock();
    try {
      names = Set.copyOf(wanted);
      unclaimed.clear();
      left = all.stream()
          .filter(place -> place.reader == null && !wanted.contains(place.name))
          .toList();
      left.forEach(this::forgetLocked);
      log.changedLocked(true);
    } finally {
      log.lock.unlock();
    }
    left.forEach(place -> log.health.removed(place.name, place.unsettled));
  }

  /** Removes a place that has no reader any more. */
  void forgetLocked(Place place) {
    all.remove(place);
    for (Cursor cursor : place.cursors) {
      log.segments.forget(cursor);
      for (Entry entry : List.copyOf(log.pending)) {
        if (entry.claims.contains(cursor)) {
          log.releaseLocked(cursor, entry);
        }
      }
      cursor.passed.clear();
    }
  }

  /** Removes a place whose records another place has. */
  void replacedLocked(Place place) {
    all.remove(place);
  }

  /** Adds the claims of the followers of the entry's view. */
  void claimLocked(Entry entry, News news) {
    for (Place place : all) {
      DiskReader reader = place.reader;
      if (reader != null
          && !reader.isEnded
          && reader.live().viewAt(entry.position).equals(entry.view)) {
        entry.claims.add(reader.live());
        entry.wanted++;
        reader.live().unread += entry.spans;
        place.unsettled += entry.spans;
        news.wake(reader);
      }
    }
  }

  /** Wakes the readers that could not read. */
  void wakeStalledLocked(News news) {
    for (Place place : all) {
      DiskReader reader = place.reader;
      if (reader != null && reader.isStalled) {
        reader.isStalled = false;
        news.wake(reader);
      }
    }
  }

  /**
   * Records that readers have read ahead leave the memory, and are read again.
   *
   * @param onlyOfIdle whether readers with a request in flight keep theirs
   */
  void letGoOfAheadLocked(boolean onlyOfIdle) {
    for (Place place : all) {
      DiskReader reader = place.reader;
      if (reader != null && !(onlyOfIdle && reader.inFlightBytes > 0)) {
        reader.ahead.forEach(reader::letGo);
      }
    }
  }

  /** As a successor must know them. */
  List<PlaceState> statesLocked() {
    List<PlaceState> states = new ArrayList<>(all.size());
    for (Place place : all) {
      states.add(StateOf.place(place));
    }
    return states;
  }

  /** Removes cursors in runs that have no records any more. */
  void forgetRunsLocked() {
    for (Place place : all) {
      place.cursors.removeIf(cursor -> cursor.run != log.run
          && !adopting.contains(cursor.run)
          && cursor.passed.isEmpty()
          && !log.segments.has(cursor.run));
    }
  }
}
