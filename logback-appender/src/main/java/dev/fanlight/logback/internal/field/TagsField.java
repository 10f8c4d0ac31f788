/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import dev.fanlight.logback.internal.event.CapturedEvent;
import dev.fanlight.logback.internal.json.FieldKey;
import dev.fanlight.logback.internal.json.JsonLine;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import net.logstash.logback.marker.LogstashMarker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/** The names of the event's markers, except markers of logstash-logback-encoder, which are fields. */
record TagsField(FieldKey key) implements LogField {
  private static final int MAX = 256;

  @Override
  public List<FieldKey> keys() {
    return List.of(key);
  }

  @Override
  public void write(LineBuffer buffer) {
    List<Marker> markers = CapturedEvent.markers(buffer.event());
    if (markers == null) {
      return;
    }
    var names = new ArrayList<@Nullable String>();
    add(names, markers.iterator(), new IdentityHashMap<>());
    if (names.isEmpty()) {
      return;
    }
    JsonLine line = buffer.line().key(key);
    line.startArray();
    for (String name : names) {
      line.element();
      line.string(name);
    }
    line.endArray();
  }

  private static void add(
      List<@Nullable String> names,
      Iterator<? extends @Nullable Marker> markers,
      Map<Marker, Marker> seen) {
    while (markers.hasNext()) {
      Marker marker = markers.next();
      if (marker == null || seen.put(marker, marker) != null || seen.size() > MAX) {
        continue;
      }
      if (!(marker instanceof LogstashMarker)) {
        names.add(marker.getName());
      }
      if (marker.hasReferences()) {
        add(names, marker.iterator(), seen);
      }
    }
  }
}
