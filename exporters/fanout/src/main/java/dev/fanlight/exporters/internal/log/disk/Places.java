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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everybody who wants something of the log: its readers, and those that were here before and have not come yet. */
final class Places {

  private final DiskLog log;

  // guarded by the log's lock

  private final List<Place> all = new ArrayList<>();
  private @Nullable Set<String> names; // of the file; null until all its readers are there
  private boolean isStateLost;

  Places(DiskLog log) {
    this.log = log;
  }

  /** Those of a name whose reader has not come. */
  private List<Place> orphansLocked(String name) {
    return all.stream()
        .filter(place -> place.reader == null && place.name.equals(name))
        .toList();
  }

  /** Whether all readers of the file are there, so that what nobody wants is not wanted. */
  boolean isCompleteLocked() {
    return names != null;
  }

  /**
   * Takes up what other runs left: for the readers of their names, or until they come. Where our own folder was out of
   * reach and is read again, what we have of it already stays as it is.
   */
  void install(Recovered before) {
    News news = new News();
    List<Segment> fresh = new ArrayList<>();
    List<Place> unwanted = new ArrayList<>();
    List<DiskReader> late = new ArrayList<>();
    log.lock.lock();
    try {
      if (before.isStateLost()) {
        all.stream().map(place -> place.reader).filter(Objects::nonNull).forEach(late::add);
      }
      isStateLost |= before.isStateLost();
      Set<Long> known = runsLocked();
      before.segments().stream()
          .filter(segment -> !known.contains(segment.id.run()))
          .forEach(fresh::add);
      fresh.forEach(log.segments::add);
      for (Place place : before.places()) {
        if (!place.leaveOut(known)) {
          joinLocked(place, unwanted, news);
        }
      }
      log.changedLocked(!before.segments().isEmpty());
    } finally {
      log.lock.unlock();
    }
    unwanted.forEach(this::tellUnwanted);
    news.tell();
    late.forEach(reader -> Backfill.find(reader, reader.view(), Backfill.ALL, fresh));
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
    boolean isTaken = false;
    for (Place open : all) {
      DiskReader reader = open.reader;
      isTaken |= reader != null && open.name.equals(left.name);
      if (reader != null && !reader.isEnded && open.isSameAs(left.name, left.destination)) {
        open.takeOver(left);
        reader.books().found(left.unsettled);
        news.wake(reader);
        return;
      }
    }
    if (names == null || (names.contains(left.name) && !isTaken)) {
      all.add(left);
    } else {
      forgetLocked(left);
      unwanted.add(left);
    }
  }

  LogReader newReader(ReaderSettings wanted, Books books, Losses losses, Runnable wakeUp) {
    Takeover takeover;
    DiskReader reader;
    log.lock.lock();
    try {
      takeover = new Takeover(log, wanted, orphansLocked(wanted.name()));
      Place place = takeover.place();
      reader = new DiskReader(
          log, place, takeover.backfill(isStateLost && names == null), books, losses, wakeUp);
      takeover.book(books);
      place.reader = reader;
      place.add(reader.live());
      all.add(place);
      log.changedLocked(true);
    } finally {
      log.lock.unlock();
    }
    takeover.tell();
    return reader;
  }

  /** A reader follows another view from now on; its first one may begin before now. */
  void follow(DiskReader reader, String view) {
    Duration backfill;
    List<Segment> there;
    log.lock.lock();
    try {
      if (view.equals(Cursor.NO_VIEW)) {
        backfill = Duration.ZERO;
        there = List.of();
      } else if (!reader.place.unseen.isEmpty()) {
        backfill = Backfill.ALL;
        there = List.copyOf(reader.place.unseen);
        reader.place.unseen.clear();
      } else {
        backfill = reader.takeBackfill();
        there = List.copyOf(log.segments.all());
      }
      reader.live().follow(view, log.nextPosition);
      log.changedLocked(true);
    } finally {
      log.lock.unlock();
    }
    if (!backfill.isZero()) {
      Backfill.find(reader, view, backfill, there);
    }
  }

  void forgetAllBut(Set<String> wanted) {
    List<Place> left;
    log.lock.lock();
    try {
      names = Set.copyOf(wanted);
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

  /** Nobody reads here any more. */
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

  /** Another place has all that was here. */
  void replacedLocked(Place place) {
    all.remove(place);
  }

  /** Whoever follows the entry's view wants it. */
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

  /** As a successor must know them; a cursor only as long as there are segments of its run. */
  List<PlaceState> statesLocked() {
    return all.stream()
        .map(place -> StateOf.place(
            place,
            cursor -> cursor.run == log.run || !log.segments.of(cursor.run).isEmpty()))
        .toList();
  }
}
