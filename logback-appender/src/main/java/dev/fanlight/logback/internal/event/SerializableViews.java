/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.event;

import java.io.Serializable;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import net.logstash.logback.marker.LogstashMarker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;
import org.slf4j.event.KeyValuePair;

/**
 * Serializable views of the collections of an event. Logback's socket appenders serialize these collections, and its
 * receivers refuse events that contain unknown classes.
 */
final class SerializableViews {
  private static final int MAX_DEPTH = 8;

  private SerializableViews() {}

  /** Key-value pairs. The pairs of slf4j are not serializable; their values are sent in the MDC. */
  static final class Pairs extends AbstractList<KeyValuePair> implements Serializable {
    private static final long serialVersionUID = 1;

    private final transient List<KeyValuePair> pairs;

    Pairs(List<KeyValuePair> pairs) {
      this.pairs = pairs;
    }

    @Override
    public KeyValuePair get(int index) {
      return pairs.get(index);
    }

    @Override
    public int size() {
      return pairs.size();
    }

    private Object writeReplace() {
      return new ArrayList<KeyValuePair>();
    }
  }

  /** Markers. Markers of logstash-logback-encoder are fields and are sent in the MDC. */
  static final class Markers extends AbstractList<Marker> implements Serializable {
    private static final long serialVersionUID = 1;

    private final transient List<Marker> markers;

    Markers(List<Marker> markers) {
      this.markers = markers;
    }

    @Override
    public Marker get(int index) {
      return markers.get(index);
    }

    @Override
    public int size() {
      return markers.size();
    }

    private Object writeReplace() {
      var names = new ArrayList<Marker>();
      add(names, markers.iterator(), MAX_DEPTH);
      return names;
    }

    private static void add(List<Marker> names, Iterator<Marker> markers, int depth) {
      while (markers.hasNext()) {
        Marker marker = markers.next();
        Marker copy = copy(marker, depth);
        if (copy != null) {
          names.add(copy);
        }
      }
    }

    private static @Nullable Marker copy(Marker marker, int depth) {
      if (marker instanceof LogstashMarker) {
        return null;
      }
      Marker copy = MarkerFactory.getDetachedMarker(marker.getName());
      if (depth > 0 && marker.hasReferences()) {
        var references = new ArrayList<Marker>();
        add(references, marker.iterator(), depth - 1);
        references.forEach(copy::add);
      }
      return copy;
    }
  }

  /**
   * An MDC. If a {@code TraceJsonProvider} writes the trace, the trace keys of agents are found by name but are not listed,
   * because the line would contain them twice.
   */
  static final class MdcMap extends AbstractMap<String, String> implements Serializable {
    private static final long serialVersionUID = 1;

    private final transient Map<String, String> mdc;
    private final transient boolean hidesTrace;
    private final transient Supplier<Map<String, String>> travelling;

    MdcMap(Map<String, String> mdc, boolean hidesTrace, Supplier<Map<String, String>> travelling) {
      this.mdc = mdc;
      this.hidesTrace = hidesTrace;
      this.travelling = travelling;
    }

    @Override
    public @Nullable String get(@Nullable Object key) {
      return mdc.get(key);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
      return mdc.containsKey(key);
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
      if (!hidesTrace) {
        return mdc.entrySet();
      }
      var listed = new LinkedHashSet<Entry<String, String>>();
      mdc.forEach((key, value) -> {
        if (!MdcTraceReader.isKnown(key)) {
          listed.add(new SimpleImmutableEntry<>(key, value));
        }
      });
      return listed;
    }

    private Object writeReplace() {
      return travelling.get();
    }
  }
}
