/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import dev.fanlight.exporters.internal.rules.ListNormalizer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Estimates of the bytes of a span, encoded and on the heap. The batcher's thread only. */
final class SpanSizeEstimator implements BiConsumer<AttributeKey<?>, Object> {

  /*
   * The time for a span grows with the number of its values, not with their lengths: of each string at most SAMPLES
   * characters are read, evenly spread, to learn how many bytes of UTF-8 a character takes. So an estimate is wrong by a
   * factor of three at most, for a string that is built to deceive.
   *
   * Spans often share their long values (the text of an SQL statement, a cached stack trace). Such a value is on the
   * heap once, however many spans wait. A table of identity hashes tells if a long string was measured before; the
   * table holds no string, so it keeps none alive. A string counts again if its hash was displaced, by four further
   * hashes of its set. The first FIRST_SIGHTS long strings of all are taken for shared ones: until some texts were
   * seen, each is new, and the queue would be narrowed for texts that are on the heap once.
   */

  private static final int SPAN_BYTES = 120; // ids, times, kind, tags: as OTLP encodes them
  private static final int SPAN_HEAP_BYTES = 600;
  private static final int VALUE_BYTES = 10; // tags and lengths, or a number
  private static final int VALUE_HEAP_BYTES = 64; // the entry of the map, the header of the string
  private static final int SAMPLES = 16;
  private static final int LONG_STRING = 512;
  private static final int SETS = 1 << 8;
  private static final int WAYS = 4;
  static final int FIRST_SIGHTS = 24;

  private final int[] hashes = new int[SETS * WAYS];
  private Attributes lastResource = Attributes.empty();
  private int longStrings; // up to FIRST_SIGHTS
  private long encodedBytes;
  private long heapBytes;
  private boolean hasUnfitLists;
  private boolean lastResourceHasUnfitLists;

  /** Measures a span; its resource counts only if the span measured before has another one. */
  void measure(SpanData span) {
    encodedBytes = SPAN_BYTES;
    heapBytes = SPAN_HEAP_BYTES;
    measureResource(span.getResource().getAttributes());
    hasUnfitLists = lastResourceHasUnfitLists;
    text(span.getName());
    text(span.getStatus().getDescription());
    span.getAttributes().forEach(this);
    List<EventData> events = span.getEvents();
    for (int i = 0; i < events.size(); i++) {
      value();
      text(events.get(i).getName());
      events.get(i).getAttributes().forEach(this);
    }
    List<LinkData> links = span.getLinks();
    for (int i = 0; i < links.size(); i++) {
      encodedBytes += SPAN_BYTES;
      heapBytes += VALUE_HEAP_BYTES;
      links.get(i).getAttributes().forEach(this);
    }
  }

  @SuppressWarnings("ReferenceEquality") // the resource of a provider is one object
  private void measureResource(Attributes resource) {
    if (resource != lastResource) {
      lastResource = resource;
      hasUnfitLists = false;
      long heapBefore = heapBytes;
      resource.forEach(this);
      heapBytes = heapBefore; // of the provider, not of the span
      lastResourceHasUnfitLists = hasUnfitLists;
    }
  }

  /** Bytes of the span that was measured last, encoded and not compressed. */
  long encodedBytes() {
    return encodedBytes;
  }

  /**
   * Returns true if the span that was measured last, or its resource, has a list that {@link ListNormalizer} has to
   * copy.
   */
  boolean hasUnfitLists() {
    return hasUnfitLists;
  }

  /** Bytes that the span keeps on the heap and that no span measured shortly before keeps as well. */
  long heapBytes() {
    return heapBytes;
  }

  @Override
  public void accept(AttributeKey<?> key, Object value) {
    encodedBytes += key.getKey().length();
    any(value);
  }

  private void any(@Nullable Object value) {
    value();
    hasUnfitLists |= value == null;
    if (value instanceof String text) {
      text(text);
    } else if (value instanceof List<?> list) {
      list(list);
    } else if (value instanceof Value<?> wrapped) {
      any(wrapped.getValue());
    } else if (value instanceof KeyValue pair) {
      text(pair.getKey());
      any(pair.getValue());
    } else if (value instanceof ByteBuffer bytes) {
      encodedBytes += bytes.remaining();
      heapBytes += bytes.remaining();
    }
  }

  private void list(List<?> list) {
    if (list instanceof RandomAccess) {
      for (int i = 0; i < list.size(); i++) {
        any(list.get(i));
      }
    } else { // each get may take linear time
      hasUnfitLists = true;
      list.forEach(this::any);
    }
  }

  private void value() {
    encodedBytes += VALUE_BYTES;
    heapBytes += VALUE_HEAP_BYTES;
  }

  private void text(String text) {
    int length = text.length();
    if (length == 0) {
      return;
    }
    int step = Math.max(1, length / SAMPLES);
    int samples = 0;
    int bytes = 0;
    boolean isLatin1 = true;
    for (int i = 0; i < length; i += step) {
      char c = text.charAt(i);
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
      isLatin1 &= c <= 0xff;
      samples++;
    }
    encodedBytes += (long) length * bytes / samples;
    if (length < LONG_STRING || !isKnown(text)) {
      heapBytes += isLatin1 ? length : 2L * length;
    }
  }

  private boolean isKnown(String text) {
    int hash = System.identityHashCode(text);
    int set = (hash & (SETS - 1)) * WAYS;
    int at = set;
    while (at < set + WAYS - 1 && hashes[at] != hash) {
      at++;
    }
    boolean known = hashes[at] == hash;
    System.arraycopy(hashes, set, hashes, set + 1, at - set); // the newest first, the oldest goes
    hashes[set] = hash;
    if (longStrings < FIRST_SIGHTS) {
      longStrings++;
      return true;
    }
    return known;
  }
}
