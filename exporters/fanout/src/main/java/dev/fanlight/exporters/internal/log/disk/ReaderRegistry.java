/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.BatchLog.Losses;
import dev.fanlight.exporters.internal.log.BatchLog.ReaderSettings;
import dev.fanlight.exporters.internal.log.Books;
import dev.fanlight.exporters.internal.reason.DropReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Opens and forgets readers, and takes up readers and records of earlier processes. Any thread. */
final class ReaderRegistry {

  private final LogTable table;
  private final DiskLogEnvironment environment;
  private boolean hasReadAccounts; // of an earlier process; guarded by the table's lock

  ReaderRegistry(LogTable table, DiskLogEnvironment environment) {
    this.table = table;
    this.environment = environment;
  }

  // ---- records of earlier processes ----

  /**
   * Takes up the records of earlier runs: for the readers of their names, now or when they open. If our own folder was
   * unreachable and is read again, records that are known already stay as they are. If it could not be read until now,
   * the ledgers of open readers go on from the accounts in it.
   */
  void install(Recovered before) {
    List<Runnable> messages = new ArrayList<>();
    List<Backfill> late = new ArrayList<>();
    table.updateAndNotify(notifications -> {
      Set<Long> known = knownRunsLocked();
      before.segments().stream()
          .filter(segment -> !known.contains(segment.run()))
          .forEach(table.segments()::add);
      installReadersLocked(before, known, messages, notifications);
      Map<Long, Long> unclaimed = new TreeMap<>(before.unclaimed());
      unclaimed.keySet().removeAll(known);
      late.addAll(offerLocked(unclaimed));
      table.readers().adopt(before.adoptedRuns());
      table.forgetRunsLocked();
      if (!before.segments().isEmpty()) {
        table.progress().changed();
      }
    });
    messages.forEach(Runnable::run);
    late.forEach(Backfill::give);
  }

  private Set<Long> knownRunsLocked() {
    Set<Long> runs = table.readers().runs();
    runs.add(table.run());
    table.segments().all().forEach(segment -> runs.add(segment.run()));
    return runs;
  }

  private void installReadersLocked(
      Recovered before, Set<Long> known, List<Runnable> messages, Notifications notifications) {
    Map<String, Map<String, Long>> accounts = new TreeMap<>();
    for (ReaderState left : before.readers()) {
      if (!left.leaveOut(known)) {
        joinLocked(left, messages, notifications);
        left.mergeStoredColumns(accounts.computeIfAbsent(left.name(), name -> new TreeMap<>()));
      }
    }
    if (!hasReadAccounts && before.accountRun() != table.run()) {
      accounts.forEach(this::goOnLocked);
    }
    hasReadAccounts |= before.accountRun() != 0;
  }

  /** Gives the records of an earlier reader to its successor, or keeps them for it, or gives them up. */
  private void joinLocked(ReaderState left, List<Runnable> messages, Notifications notifications) {
    OpenReader other = null;
    for (ReaderState open : table.readers().open(left.name())) {
      OpenReader reader = open.openReader();
      if (reader != null && open.isSameAs(left)) {
        open.takeOver(left);
        find(reader, left);
        notifications.wake(reader);
        return;
      }
      other = reader;
    }
    boolean mayOpen = table.readers().mayOpen(left.name());
    if (mayOpen && (other == null || !table.readers().isComplete())) {
      table.readers().orphans(left.name()).stream().findFirst().ifPresent(left::shareAccount);
      table.readers().add(left); // for its next reader, in this process or the next
      return;
    }
    table.forgetLocked(left);
    messages.add(mayOpen ? changed(left) : removed(left));
    if (other != null) {
      find(other, left);
      other.books().dropped(left.unsettled(), DropReason.VENDOR_CHANGED);
    }
  }

  /** Notes that the slots that were adopted are empty. */
  void adopted() {
    table.update(() -> {
      if (table.readers().adopted()) {
        table.forgetRunsLocked();
      }
    });
  }

  private static void find(OpenReader reader, ReaderState left) {
    reader.books().found(left.unsettled() + left.damaged());
    reader.books().dropped(left.damaged(), DropReason.CORRUPT);
  }

  private Runnable changed(ReaderState left) {
    long spans = left.unsettled();
    return () -> environment.health().changed(left.name(), spans);
  }

  private Runnable removed(ReaderState left) {
    long spans = left.unsettled();
    return () -> environment.health().removed(left.name(), spans);
  }

  /** The ledger of an open reader goes on from the account of an earlier one that was read too late for its start. */
  private void goOnLocked(String name, Map<String, Long> columns) {
    for (ReaderState open : table.readers().open(name)) {
      OpenReader reader = open.openReader();
      if (reader != null) {
        reader.books().add(columns);
        return;
      }
    }
  }

  /** Offers records of which no state has the readers to all of them; returns the part for open ones. */
  private List<Backfill> offerLocked(Map<Long, Long> unclaimed) {
    List<Backfill> late = new ArrayList<>();
    table.readers().addUnclaimed(unclaimed);
    for (ReaderState reader :
        unclaimed.isEmpty() ? List.<ReaderState>of() : table.readers().all()) {
      OpenReader open = reader.openReader();
      if (open != null) {
        String view = open.live().viewAt(table.progress().nextPosition());
        late.add(Backfill.unclaimedLocked(table, environment, reader, open, view, unclaimed));
        reader.forgetUnclaimed(unclaimed.keySet());
      }
    }
    return late;
  }

  // ---- readers ----

  /** Opens a reader, which goes on with the records that a reader of its name left. */
  ReaderState open(ReaderSettings wanted, Books books, Losses losses, Runnable wakeUp) {
    Takeover takeover = new Takeover(table, wanted);
    ReaderState opened = table.read(() -> {
      ReaderState reader = takeover.takeLocked(books);
      Cursor live = new Cursor(table.run(), table.progress().nextPosition());
      reader.addUnclaimed(table.readers().offered());
      reader.open(new OpenReader(books, losses, wakeUp, live, takeover.backfill()));
      table.readers().markAdopted(reader);
      table.readers().add(reader);
      table.rosterChangedLocked();
      return reader;
    });
    if (takeover.givenUp() > 0) {
      environment.health().changed(wanted.name(), takeover.givenUp());
    }
    return opened;
  }

  /** Has a reader follow another view from now on; its first one may begin before now. */
  void follow(ReaderState reader, OpenReader open, String view) {
    Backfill backfill = table.read(() -> {
      Backfill found = view.equals(Cursor.NO_VIEW) ? null : backfillLocked(reader, open, view);
      open.live().follow(view, table.progress().nextPosition());
      table.rosterChangedLocked();
      return found;
    });
    if (backfill != null) {
      backfill.give();
    }
  }

  private @Nullable Backfill backfillLocked(ReaderState reader, OpenReader open, String view) {
    Map<Long, Long> unclaimed = new TreeMap<>(reader.unclaimed());
    Duration age = open.takeBackfill();
    reader.forgetUnclaimed(unclaimed.keySet());
    return unclaimed.isEmpty()
        ? Backfill.latestLocked(table, environment, reader, open, view, age)
        : Backfill.unclaimedLocked(table, environment, reader, open, view, unclaimed);
  }

  /** Gives up the records of readers that the file does not name. */
  void forgetAllBut(Set<String> wanted) {
    List<Runnable> messages = new ArrayList<>();
    table.update(() -> {
      table.readers().complete(wanted);
      for (ReaderState reader : List.copyOf(table.readers().all())) {
        if (reader.reader() == null && !wanted.contains(reader.name())) {
          table.forgetLocked(reader);
          messages.add(removed(reader));
        }
      }
      table.progress().changed();
    });
    messages.forEach(Runnable::run);
  }
}
