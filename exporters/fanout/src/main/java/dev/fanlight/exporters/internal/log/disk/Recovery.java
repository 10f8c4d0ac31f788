/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.disk.LogState.CursorState;
import dev.fanlight.exporters.internal.log.disk.LogState.PlaceState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads the records that earlier runs left, and their readers. */
final class Recovery {

  /*
   * Claims: for each cursor and segment, the spans of the views followed from the cursor's position on. Spans that
   * must be there according to the state and later records, and are not, are damaged.
   *
   * A state may be older than it should, where a newer one is damaged or was not synced. Settlements that it does not
   * know are made again. A record of a newer roster may be claimed by readers that the state does not know, or that
   * followed another view: from the first such record on, the run is unclaimed, which means that every reader gets the
   * records of the view that it follows. The same holds for a run of which no state speaks at all.
   *
   * The ledgers go on from the accounts of our own slot. If it has no state, the process before took another one, because
   * it could not read ours, or found it locked: the state of the newest run has its accounts.
   *
   * Two states may speak of one run while a slot is being adopted: the adopter's holds, which has a cursor in the run of the
   * other. It holds for all that the other speaks of, also for runs of which the adopter has no record any more.
   */

  private final Disk disk;
  private final Health health;
  private final FoundSegments segments;
  private final List<LogState> states = new ArrayList<>();
  private final Set<Long> stateless = new HashSet<>(); // runs in slots that have lost their state
  private final SortedMap<Long, Long> unclaimed = new TreeMap<>();
  private final List<ReaderState> readers = new ArrayList<>();
  private final Set<Path> postponed = new HashSet<>();
  private boolean isStateDamaged;

  private Recovery(Disk disk, Health health) {
    this.disk = disk;
    this.health = health;
    this.segments = new FoundSegments(disk, health);
  }

  /** Refuses a slot of which a newer program wrote a part. */
  static void checkVersions(Disk disk, Path slot) throws IOException {
    StateFile.read(disk, slot);
    for (String name : disk.list(slot)) {
      SegmentId id = SegmentId.ofFileName(name);
      if (id != null) {
        int version = version(disk, slot.resolve(name), id);
        if (!SegmentHeader.isKnown(version)) {
          throw new NewerVersionException(name + " is of version " + version);
        }
      }
    }
  }

  private static int version(Disk disk, Path path, SegmentId id) {
    byte[] header = new byte[SegmentHeader.BYTES];
    try (DiskFile file = disk.open(path)) {
      file.read(0, header, header.length);
    } catch (IOException ignored) {
      // an unreadable file gives no state; it is reported when its records are looked for
    }
    return SegmentHeader.version(header, id);
  }

  /**
   * Reads slots that we hold.
   *
   * @param slots our own first; the accounts of its state go on, or those of the newest run if it has no state
   * @param mayWait whether a slot may be read another time if a segment of it cannot be read now
   */
  static Recovered read(Disk disk, List<Path> slots, Predicate<Path> mayWait, Health health)
      throws IOException {
    return new Recovery(disk, health).read(slots, slots.get(0), Set.copyOf(slots), mayWait);
  }

  /**
   * Reads slots of other processes.
   *
   * @param accounts slots of which the newest accounts go on
   * @param mayWait whether a slot may be read another time if a segment of it cannot be read now
   */
  static Recovered readOthers(
      Disk disk, List<Path> slots, Set<Path> accounts, Predicate<Path> mayWait, Health health)
      throws IOException {
    return new Recovery(disk, health).read(slots, null, accounts, mayWait);
  }

  private Recovered read(
      List<Path> slots, @Nullable Path ours, Set<Path> accounts, Predicate<Path> mayWait)
      throws IOException {
    long ownRun = 0;
    long newestRun = 0;
    Set<Long> adoptedRuns = new HashSet<>();
    for (Path slot : slots) {
      LogState state = read(slot, !slot.equals(ours) && mayWait.test(slot));
      if (state != null) {
        states.add(state);
        ownRun = slot.equals(ours) ? state.run() : ownRun;
        adoptedRuns.addAll(slot.equals(ours) ? Set.of() : Set.of(state.run()));
        newestRun = accounts.contains(slot) ? Math.max(newestRun, state.run()) : newestRun;
      }
    }
    long accountRun = ownRun == 0 ? newestRun : ownRun;
    for (long run : segments.runs()) {
      long from = unclaimedFrom(run);
      if (from < Long.MAX_VALUE) {
        unclaimed.put(run, from);
      }
    }
    states.sort(Comparator.comparing(state -> state.run() != accountRun)); // the accounts first
    for (LogState state : states) {
      for (PlaceState each : state.places()) {
        readers.add(reader(each, state, state.run() == accountRun));
      }
    }
    return new Recovered(
        List.copyOf(segments.all()),
        readers,
        unclaimed,
        isStateDamaged,
        accountRun,
        lastRun(),
        adoptedRuns,
        postponed);
  }

  private @Nullable LogState read(Path slot, boolean mayWait) throws IOException {
    Set<Long> before = segments.runs();
    UnreadSegments unread = segments.read(slot);
    if (unread != null && mayWait) {
      segments.leaveOut(slot);
      postponed.add(slot);
      health.postponedSegments(unread);
      return null;
    } else if (unread != null) {
      health.lostSegments(unread);
    }
    LogState state = StateFile.read(disk, slot);
    if (state != null) {
      segments.mark(state);
    }
    Set<Long> here = segments.runs();
    here.removeAll(before);
    if (state == null && !here.isEmpty()) {
      stateless.addAll(here);
      isStateDamaged = true;
      health.stateLost(slot);
    } else if (state == null && disk.exists(slot.resolve(StateFile.NAME))) {
      isStateDamaged = true;
      health.stateUnsound(slot);
    }
    return state;
  }

  private long lastRun() {
    SortedSet<Long> runs = segments.runs();
    states.forEach(state -> runs.add(state.run()));
    return runs.isEmpty() ? 0 : runs.last();
  }

  // ---- records without a state ----

  /**
   * Returns the position from which on no state has the readers of a run's records; {@link Long#MAX_VALUE} if states
   * cover all of it. A run before that of a state, which has no cursor there any more, was on its way to be deleted;
   * unless its slot has lost its state.
   */
  private long unclaimedFrom(long run) throws IOException {
    long from = Long.MAX_VALUE;
    boolean isKnown = false;
    for (LogState state : states) {
      from = Math.min(from, state.unclaimed().getOrDefault(run, Long.MAX_VALUE));
      if (state.run() == run && !isOutdated(state)) {
        from = Math.min(from, newerThan(state));
      }
      isKnown |= mentions(state, run) || (state.run() > run && !stateless.contains(run));
    }
    return isKnown ? from : 0;
  }

  /** Behind the last record of a state's run that was appended under its roster; {@link Long#MAX_VALUE} if all were. */
  private long newerThan(LogState state) throws IOException {
    long known = 0;
    for (Segment segment : segments.of(state.run())) {
      if (segment.summary().newestRoster() <= state.roster()) {
        known = segment.summary().endPosition();
        continue;
      }
      for (RecordHeader header : segments.headers(segment)) {
        if (header.roster() > state.roster()) {
          isStateDamaged = true;
          health.stateOld(segment.path());
          return known;
        }
        known = header.position() + 1;
      }
    }
    return Long.MAX_VALUE;
  }

  private boolean isOutdated(LogState state) {
    return states.stream()
        .anyMatch(other -> other.run() != state.run()
            && mentions(other, state.run())
            && !mentions(state, other.run()));
  }

  private static boolean mentions(LogState state, long run) {
    return state.run() == run
        || state.places().stream()
            .flatMap(place -> place.cursors().stream())
            .anyMatch(cursor -> cursor.run() == run);
  }

  // ---- readers ----

  private ReaderState reader(PlaceState from, LogState state, boolean hasAccounts)
      throws IOException {
    Map<String, Long> columns = new TreeMap<>(hasAccounts ? from.columns() : Map.of());
    ReaderState reader = new ReaderState(from.name(), from.destination(), columns);
    reader.addUnclaimed(unclaimed);
    long expected = from.waiting();
    boolean isOutdated = isOutdated(state);
    for (CursorState each : isOutdated ? List.<CursorState>of() : from.cursors()) {
      Cursor cursor = cursor(each, state);
      reader.add(cursor);
      claim(cursor, reader);
      if (each.run() == state.run()) {
        expected += segments.wantedFrom(cursor, Math.max(state.end(), each.next()));
      }
    }
    long damaged = isOutdated ? 0 : Math.max(0, expected - reader.unsettled());
    if (damaged > 0) {
      accountOf(reader).foundDamaged(damaged);
      health.damaged(from.name(), damaged);
    }
    return reader;
  }

  /** Returns one ledger for all readers of a name: the one that goes on, if there is one. */
  private ReaderState accountOf(ReaderState reader) {
    return readers.stream()
        .filter(earlier -> earlier.name().equals(reader.name()))
        .findFirst()
        .orElse(reader);
  }

  private Cursor cursor(CursorState from, LogState state) {
    Cursor cursor = Cursor.of(from);
    Long end = unclaimed.get(from.run());
    if (end != null && from.run() == state.run()) { // the followed view is not known
      cursor.unfollowFrom(end);
    }
    return cursor;
  }

  private void claim(Cursor cursor, ReaderState reader) throws IOException {
    for (Segment segment : segments.of(cursor.run())) {
      long spans =
          segments.wanted(cursor, segment, cursor.next()) + segments.again(cursor, segment);
      reader.claim(cursor, segment, spans);
    }
  }
}
