/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.event;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A selection of baggage entries by their keys. */
public final class BaggageSelection {
  private BaggageSelection() {}

  static Map<String, String> ofCurrent(List<String> keys) {
    return keys.isEmpty() ? Map.of() : of(Context.current(), keys);
  }

  /** Returns the entries of the context that have one of the keys. */
  public static Map<String, String> of(Context context, List<String> keys) {
    if (keys.isEmpty()) {
      return Map.of();
    }
    Baggage baggage = Baggage.fromContext(context);
    if (baggage.isEmpty()) {
      return Map.of();
    }
    var entries = new LinkedHashMap<String, String>();
    for (String key : keys) {
      String value = baggage.getEntryValue(key);
      if (value != null) {
        entries.put(key, value);
      }
    }
    return entries;
  }
}
