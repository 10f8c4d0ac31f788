/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.event;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.fanlight.logback.internal.value.JacksonAdapter;
import dev.fanlight.logback.internal.value.PlainValues;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import net.logstash.logback.argument.StructuredArgument;
import net.logstash.logback.marker.LogstashMarker;
import net.logstash.logback.marker.SingleFieldAppendingMarker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/**
 * The fields of an event as plain values at the time of the snapshot: key-value pairs, structured arguments, and the fields
 * of markers and of their references, in this order.
 */
public final class FieldSnapshot {
  /** The maximum number of fields; the reader of the snapshot applies the lower maximum of a line. */
  private static final int MAX = 1_024;

  private static final FieldSnapshot EMPTY = new FieldSnapshot();

  private final List<String> keys = new ArrayList<>();
  private final List<@Nullable Object> values = new ArrayList<>();
  private final List<@Nullable Object> maps = new ArrayList<>();

  private FieldSnapshot() {}

  /** Returns the fields captured with the event, else the current fields. Does not throw. */
  public static FieldSnapshot of(ILoggingEvent event) {
    return event instanceof CapturedEvent own ? own.fields() : take(event);
  }

  /** Captures the fields: calls {@code toString()} and iterators of the application on this thread. Does not throw. */
  static FieldSnapshot take(ILoggingEvent event) {
    List<KeyValuePair> pairs = get(event::getKeyValuePairs);
    Object[] arguments = get(event::getArgumentArray);
    List<Marker> markers = get(event::getMarkerList);
    if (pairs == null && markers == null && !hasKeys(arguments)) {
      return EMPTY;
    }
    var snapshot = new FieldSnapshot();
    snapshot.guarded("key-value pairs", () -> snapshot.addPairs(pairs));
    snapshot.addArguments(arguments);
    snapshot.guarded("markers", () -> snapshot.addMarkers(markers));
    return snapshot;
  }

  public boolean isEmpty() {
    return keys.isEmpty() && maps.isEmpty();
  }

  /** Returns the arguments of the message that are maps, as plain values. These are not fields. */
  public List<@Nullable Object> maps() {
    return maps;
  }

  public int size() {
    return keys.size();
  }

  public String key(int i) {
    return keys.get(i);
  }

  /** Returns a plain value. */
  public @Nullable Object value(int i) {
    return values.get(i);
  }

  private static <T> @Nullable T get(Supplier<? extends @Nullable T> getter) {
    try {
      return getter.get();
    } catch (Throwable ignored) { // an event of a foreign class without this part
      return null;
    }
  }

  private static boolean hasKeys(Object @Nullable [] arguments) {
    if (arguments != null) {
      for (Object argument : arguments) {
        if (argument instanceof StructuredArgument || argument instanceof Map) {
          return true;
        }
      }
    }
    return false;
  }

  private void addPairs(@Nullable List<KeyValuePair> pairs) {
    if (pairs != null) {
      for (@Nullable KeyValuePair pair : pairs) {
        if (pair != null && !(pair instanceof TraceKeyValuePair)) {
          add(String.valueOf(pair.key), PlainValues.of(pair.value));
        }
      }
    }
  }

  private void addArguments(Object @Nullable [] arguments) {
    if (arguments != null) {
      for (Object argument : arguments) {
        if (argument instanceof StructuredArgument structured) {
          addFields(argument, () -> JacksonAdapter.fieldsOf(structured));
        } else if (argument instanceof Map) {
          maps.add(PlainValues.of(argument));
        }
      }
    }
  }

  private void addMarkers(@Nullable List<Marker> markers) {
    if (markers != null) {
      addMarkers(markers.iterator(), new IdentityHashMap<>());
    }
  }

  /* As in LogstashEncoder, but each marker is read once, even if several markers refer to it. */
  private void addMarkers(Iterator<? extends @Nullable Marker> markers, Map<Marker, Marker> seen) {
    while (markers.hasNext()) {
      Marker marker = markers.next();
      if (marker == null || seen.put(marker, marker) != null || seen.size() > MAX) {
        continue;
      }
      if (marker instanceof LogstashMarker fields && !(marker instanceof TraceMarker)) {
        addFields(marker, () -> JacksonAdapter.fieldsOf(fields));
      }
      if (marker.hasReferences()) {
        addMarkers(marker.iterator(), seen);
      }
    }
  }

  /** Adds the fields of one source; if a getter or Jackson throws, only the fields of this source are lost. */
  private void addFields(Object source, Supplier<Map<String, @Nullable Object>> fields) {
    try {
      fields.get().forEach(this::add);
    } catch (Throwable t) { // thrown by foreign code
      add(nameOf(source), PlainValues.failed(t));
    }
  }

  private static String nameOf(Object source) {
    return source instanceof SingleFieldAppendingMarker field
        ? field.getFieldName()
        : "failed_fields";
  }

  private void guarded(String source, Runnable part) {
    try {
      part.run();
    } catch (Throwable t) { // thrown by a list or a marker of the application
      add("failed_fields", source + ' ' + PlainValues.failed(t));
    }
  }

  private void add(String key, @Nullable Object value) {
    if (keys.size() < MAX) {
      keys.add(key);
      values.add(value);
    }
  }
}
