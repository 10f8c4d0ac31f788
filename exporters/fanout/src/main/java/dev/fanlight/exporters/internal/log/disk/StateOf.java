/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.disk.LogState.CursorState;
import dev.fanlight.exporters.internal.log.disk.LogState.PlaceState;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Places as a successor must know them. The writer asks several times a second, so it gets the places' own
 * collections, not copies: valid only as long as it holds the log's lock.
 */
final class StateOf {

  private StateOf() {}

  static PlaceState place(Place place) {
    List<CursorState> cursors = new ArrayList<>(place.cursors.size());
    for (Cursor cursor : place.cursors) {
      cursors.add(cursor(cursor));
    }
    return new PlaceState(place.name, place.destination, place.onDisk, place.columns(), cursors);
  }

  private static CursorState cursor(Cursor cursor) {
    cursor.forgetOldViews();
    return new CursorState(cursor.run, cursor.next, unsettled(cursor), cursor.views);
  }

  private static SortedSet<Long> unsettled(Cursor cursor) {
    if (cursor.again.isEmpty()) {
      return cursor.passed.navigableKeySet();
    }
    SortedSet<Long> both = new TreeSet<>(cursor.again);
    both.addAll(cursor.passed.keySet());
    return both;
  }
}
