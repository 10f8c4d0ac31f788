/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.BatchLog.ReaderSettings;
import dev.fanlight.exporters.internal.log.Books;
import dev.fanlight.exporters.internal.reason.DropReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The records that a new reader gets from earlier ones of its name. Under the log's lock. */
final class Takeover {

  /*
   * A place of the same name and destination goes on, cursors and account. A place of another destination is given up,
   * because the new destination must not see its records; the ledger continues all the same.
   */

  private final DiskLog log;
  private final Duration wanted;
  private final Place place;
  private final List<Place> same;
  private final List<Place> changed;
  private long given;

  /**
   * Determines the places to take over.
   *
   * @param before places of the reader's name that have no reader
   */
  Takeover(DiskLog log, ReaderSettings reader, List<Place> before) {
    this.log = log;
    this.wanted = reader.backfill();
    this.place = new Place(reader.name(), reader.destination(), Map.of());
    this.same = before.stream()
        .filter(left -> left.isSameAs(reader.name(), reader.destination()))
        .toList();
    this.changed = before.stream().filter(left -> !same.contains(left)).toList();
  }

  Place place() {
    return place;
  }

  private boolean isKnown() {
    return !same.isEmpty() || !changed.isEmpty();
  }

  /** Returns the age at which the reader begins beyond the records that it takes over. */
  Duration backfill() {
    return isKnown() ? Duration.ZERO : wanted;
  }

  /** Takes over, and has the account go on. */
  void book(Books books) {
    if (!isKnown()) {
      return;
    }
    Map<String, Long> columns = new TreeMap<>();
    for (Place before : same) {
      before.columns().forEach((name, count) -> columns.merge(name, count, Math::max));
      place.takeOver(before);
      log.places.replacedLocked(before);
    }
    for (Place before : changed) {
      before.columns().forEach((name, count) -> columns.merge(name, count, Math::max));
      given += before.unsettled;
      log.places.forgetLocked(before);
    }
    books.goOn(columns, place.unsettled + given);
    if (given > 0) {
      books.dropped(given, DropReason.VENDOR_CHANGED);
    }
  }

  /** Reports the records that were given up; without the lock. */
  void tell() {
    if (given > 0) {
      log.health.changed(place.name, given);
    }
  }
}
