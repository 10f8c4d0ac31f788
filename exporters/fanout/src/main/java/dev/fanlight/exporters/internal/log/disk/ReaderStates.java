/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.disk.LogState.PlaceState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Every reader known to the log: open ones, and readers recovered from disk that have not been opened again. The
 * table's lock guards it.
 */
final class ReaderStates {

  private final List<ReaderState> all = new ArrayList<>();
  private @Nullable Set<String> names; // of the file; null until all its readers are there
  private final Map<Long, Long> unclaimed = new TreeMap<>(); // by run, for readers yet to come
  private int roster;

  /** The runs of the states in slots that are being adopted. */
  private final Set<Long> adopting = new HashSet<>();

  List<ReaderState> all() {
    return Collections.unmodifiableList(all);
  }

  void add(ReaderState reader) {
    all.add(reader);
  }

  void remove(ReaderState reader) {
    all.remove(reader);
  }

  /** Returns the recovered states of a name without a reader. */
  List<ReaderState> orphans(String name) {
    return all.stream()
        .filter(state -> state.reader() == null && state.name().equals(name))
        .toList();
  }

  /** Returns the open readers of a name. */
  List<ReaderState> open(String name) {
    return all.stream()
        .filter(state -> state.openReader() != null && state.name().equals(name))
        .toList();
  }

  /** Returns the number of states, with or without a reader. */
  int count() {
    return all.size();
  }

  // ---- the names in the file ----

  /** Notes that all readers of the file are open. */
  void complete(Set<String> wanted) {
    names = Set.copyOf(wanted);
    unclaimed.clear();
  }

  /** Returns true if all readers of the file are open, so that unclaimed records are not kept. */
  boolean isComplete() {
    return names != null;
  }

  /** Returns true if a reader of this name may yet open, as far as it is known. */
  boolean mayOpen(String name) {
    return names == null || names.contains(name);
  }

  // ---- runs of which no state has the readers ----

  /** Notes records that are offered to each reader that opens from now on. */
  void addUnclaimed(Map<Long, Long> runs) {
    if (names == null) {
      unclaimed.putAll(runs);
    }
  }

  /** Returns the records that are offered to a reader that opens now. */
  Map<Long, Long> offered() {
    return Collections.unmodifiableMap(unclaimed);
  }

  /**
   * Returns the records that a successor must offer to every reader, if this process ends before all its readers have
   * opened.
   */
  Map<Long, Long> unclaimed() {
    if (names == null) {
      return new TreeMap<>(unclaimed);
    }
    Map<Long, Long> kept = new TreeMap<>();
    for (ReaderState state : all) {
      kept.putAll(state.reader() == null ? state.unclaimed() : Map.of());
    }
    return kept;
  }

  /** Returns the runs in which a reader has a cursor. */
  Set<Long> runs() {
    Set<Long> runs = new HashSet<>();
    all.forEach(state -> state.cursors().forEach(cursor -> runs.add(cursor.run())));
    return runs;
  }

  /** Removes cursors without a record in hand in all but these runs, and runs that are being adopted. */
  void forgetRuns(LongPredicate kept) {
    all.forEach(state -> state.forgetRuns(run -> adopting.contains(run) || kept.test(run)));
  }

  // ---- runs that are being adopted ----

  /** Notes that slots are being adopted. */
  void adopt(Set<Long> runs) {
    adopting.addAll(runs);
    all.forEach(this::markAdopted);
  }

  /**
   * Gives a reader a cursor in each run that is being adopted, with or without a record there: a successor that finds our state
   * and theirs sees by it that the records and losses of theirs are in ours already.
   */
  void markAdopted(ReaderState reader) {
    adopting.forEach(reader::addCursorIn);
  }

  /** Notes that the slots are empty: no state but ours speaks of their records. Returns true if there were any. */
  boolean adopted() {
    boolean wereAny = !adopting.isEmpty();
    adopting.clear();
    return wereAny;
  }

  // ---- the roster ----

  /** Starts a new roster; records from now on belong to it. */
  void changeRoster() {
    roster++;
  }

  int roster() {
    return roster;
  }

  // ---- all of them ----

  /** Has the followers of its view claim a new record, and returns them. */
  List<ReaderState> claim(Entry entry, Notifications notifications) {
    List<ReaderState> claimants = new ArrayList<>(4);
    for (ReaderState state : all) {
      if (state.claim(entry, notifications)) {
        claimants.add(state);
      }
    }
    entry.claim(claimants.size());
    return claimants;
  }

  /** Returns true if a reader has kept its records for the next process. */
  boolean isEnding() {
    return all.stream().anyMatch(state -> {
      OpenReader reader = state.reader();
      return reader != null && reader.isEnded();
    });
  }

  /** Wakes the readers that could not read. */
  void wakeStalled(Notifications notifications) {
    for (ReaderState state : all) {
      OpenReader reader = state.reader();
      if (reader != null && reader.takeStalled()) {
        notifications.wake(reader);
      }
    }
  }

  /**
   * Has records that readers have read ahead leave the memory; they are read again.
   *
   * @param onlyOfIdle whether readers with a request in flight keep theirs
   */
  void letGoOfAhead(RecordCache cache, boolean onlyOfIdle) {
    for (ReaderState state : all) {
      OpenReader reader = state.reader();
      if (reader != null && !(onlyOfIdle && reader.inFlightBytes() > 0)) {
        reader.letGoOfAhead(cache);
      }
    }
  }

  /** Returns their states as a successor must know them. */
  List<PlaceState> states() {
    List<PlaceState> states = new ArrayList<>(all.size());
    for (ReaderState state : all) {
      states.add(state.state());
    }
    return states;
  }
}
