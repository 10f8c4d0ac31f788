/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.fanlight.logback.internal.event.CapturedEvent;
import dev.fanlight.logback.internal.event.EventTrace;
import dev.fanlight.logback.internal.event.FieldSnapshot;
import dev.fanlight.logback.internal.event.MdcReader;
import dev.fanlight.logback.internal.event.MdcTraceReader;
import dev.fanlight.logback.internal.event.TraceMarker;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The entries that the application put on one event, as plain values, with distinct keys.
 *
 * <p>If a key occurs more than once, the entry nearest to the logging call is kept, in this order: key-value pairs,
 * structured arguments, markers, MDC, baggage, resource. Not thread-safe; reused.
 */
final class UserEntries {
  static final int MAX = 256;

  private final SecretKeys secrets;
  private final Map<String, String> resource;
  private final boolean bigNumbersAsText;
  private final Predicate<String> writtenElsewhere;
  private String[] keys = new String[16];
  private @Nullable Object[] values = new @Nullable Object[16];
  private Map<String, Object> ours = Map.of();

  /** The next suffix for a key that more than one entry was renamed to; usually empty. */
  private final Map<String, Integer> nextNumbers = new HashMap<>();

  private int size;
  private boolean full;

  /**
   * @param resource resource attributes that every line contains
   * @param writtenElsewhere returns true for the key of an MDC entry that another field writes
   */
  UserEntries(
      SecretKeys secrets,
      Map<String, String> resource,
      boolean bigNumbersAsText,
      Predicate<String> writtenElsewhere) {
    this.secrets = secrets;
    this.resource = resource;
    this.bigNumbersAsText = bigNumbersAsText;
    this.writtenElsewhere = writtenElsewhere;
  }

  void collect(ILoggingEvent event, @Nullable EventTrace trace) {
    clear();
    TraceMarker marker = TraceMarker.on(event);
    ours = marker == null ? Map.of() : marker.fields();
    addFields(FieldSnapshot.of(event));
    addMdc(MdcReader.of(event), trace != null);
    addAll(CapturedEvent.baggage(event));
    addAll(resource);
  }

  /** Returns the message without the secrets of the event's fields and arguments. */
  String hideSecrets(ILoggingEvent event, String message) {
    FieldSnapshot fields = FieldSnapshot.of(event);
    if (fields.isEmpty()) {
      return message;
    }
    var texts = new MessageSecretMask(secrets, message);
    for (int i = 0; i < fields.size(); i++) {
      texts.hide(fields.key(i), fields.value(i));
    }
    texts.hideInside(fields.maps());
    return texts.text();
  }

  int size() {
    return size;
  }

  String key(int i) {
    return keys[i];
  }

  @Nullable Object value(int i) {
    return values[i];
  }

  /** Renames an entry, with a numeric suffix if the key is taken, so that keys stay distinct. */
  void rename(int i, String key) {
    if (keys[i].equals(key)) {
      return;
    }
    keys[i] = isTaken(key, i) ? numbered(key, i) : key;
  }

  private String numbered(String key, int except) {
    int number = nextNumbers.getOrDefault(key, 2);
    String name = key + '_' + number;
    while (isTaken(name, except)) {
      number++;
      name = key + '_' + number;
    }
    nextNumbers.put(key, number + 1);
    return name;
  }

  /** Returns true if this line has an internal field of that name. */
  boolean isOurs(String key) {
    return ours.containsKey(key);
  }

  /** Returns true if entries were dropped because there were more than {@value #MAX}. */
  boolean isFull() {
    return full;
  }

  /** Removes all entries and the references to their values. */
  void clear() {
    Arrays.fill(keys, 0, size, "");
    Arrays.fill(values, 0, size, null);
    nextNumbers.clear();
    ours = Map.of();
    size = 0;
    full = false;
  }

  private void addFields(FieldSnapshot fields) {
    for (int i = 0; i < fields.size(); i++) {
      add(fields.key(i), fields.value(i));
    }
  }

  private void addMdc(Map<String, String> mdc, boolean hasTrace) {
    if (mdc.isEmpty()) {
      return;
    }
    mdc.forEach( // forEach and not entrySet: logback's map would wrap each entry
        (nullableKey, value) -> {
          String key = String.valueOf(nullableKey);
          if (!(hasTrace && MdcTraceReader.isKnown(key))
              && !MdcTraceReader.isVoid(key, value)
              && !writtenElsewhere.test(key)) {
            add(key, value);
          }
        });
  }

  private void addAll(Map<String, String> entries) {
    if (!entries.isEmpty()) {
      entries.forEach(this::add);
    }
  }

  private void add(@Nullable String nullableKey, @Nullable Object value) {
    String key = String.valueOf(nullableKey);
    if (isTaken(key, -1)) {
      return;
    }
    if (size == MAX) {
      full = true;
      return;
    }
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, size * 2);
      values = Arrays.copyOf(values, size * 2);
    }
    keys[size] = key;
    values[size++] = secrets.isSecret(key) ? SecretKeys.MASK : readable(value);
  }

  private @Nullable Object readable(@Nullable Object value) {
    Object masked = secrets.mask(value);
    return bigNumbersAsText ? LargeNumberText.asText(masked) : masked;
  }

  private boolean isTaken(String key, int except) {
    for (int i = 0; i < size; i++) {
      if (i != except && keys[i].equals(key)) {
        return true;
      }
    }
    return false;
  }
}
