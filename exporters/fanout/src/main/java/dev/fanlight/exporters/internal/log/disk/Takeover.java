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

/** The records that a new reader gets from earlier ones of its name. Confined to the thread that opens it. */
final class Takeover {

  /*
   * A reader of the same name and destination goes on, cursors and account. The records for another destination are
   * given up, because the new destination must not see them; the ledger continues all the same.
   */

  private final LogTable table;
  private final ReaderSettings wanted;
  private boolean isKnown;
  private long givenUp;

  Takeover(LogTable table, ReaderSettings wanted) {
    this.table = table;
    this.wanted = wanted;
  }

  /** Takes over, and has the account go on. */
  ReaderState takeLocked(Books books) {
    ReaderState reader = new ReaderState(wanted.name(), wanted.destination(), Map.of());
    List<ReaderState> earlier = table.readers().orphans(wanted.name());
    isKnown = !earlier.isEmpty();
    Map<String, Long> columns = new TreeMap<>();
    for (ReaderState before : earlier) {
      before.columns().forEach((name, count) -> columns.merge(name, count, Math::max));
      if (before.isSameAs(reader)) {
        reader.takeOver(before);
        table.readers().remove(before);
      } else {
        givenUp += before.unsettled();
        table.forgetLocked(before);
      }
    }
    if (isKnown) {
      books.goOn(columns, reader.unsettled() + givenUp);
    }
    if (givenUp > 0) {
      books.dropped(givenUp, DropReason.VENDOR_CHANGED);
    }
    return reader;
  }

  /** Returns the age of the records with which the reader begins beyond those that it takes over. */
  Duration backfill() {
    return isKnown ? Duration.ZERO : wanted.backfill();
  }

  /** Returns the spans for another destination, which were given up. */
  long givenUp() {
    return givenUp;
  }
}
