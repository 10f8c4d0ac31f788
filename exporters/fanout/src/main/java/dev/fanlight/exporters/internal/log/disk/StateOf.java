/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.disk.LogState.CursorState;
import dev.fanlight.exporters.internal.log.disk.LogState.PlaceState;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Places as a successor must know them. Under the log's lock. */
final class StateOf {

  private StateOf() {}

  static PlaceState place(Place place) {
    List<CursorState> cursors = new ArrayList<>(place.cursors.size());
    for (Cursor cursor : place.cursors) {
      cursors.add(cursor(cursor));
    }
    return new PlaceState(
        place.name, place.destination, place.onDisk, new TreeMap<>(place.columns()), cursors);
  }

  private static CursorState cursor(Cursor cursor) {
    cursor.forgetOldViews();
    TreeSet<Long> again = new TreeSet<>(cursor.again);
    again.addAll(cursor.passed.keySet());
    return new CursorState(
        cursor.run, cursor.next, List.copyOf(again), new TreeMap<>(cursor.views));
  }
}
