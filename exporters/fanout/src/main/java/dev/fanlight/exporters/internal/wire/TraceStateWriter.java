/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import io.opentelemetry.api.trace.TraceState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** A writer of trace states in the form of the W3C's header; one thread. */
final class TraceStateWriter implements BiConsumer<String, String> {

  private final MessageBuffer out;
  private final List<String> members = new ArrayList<>(); // key and value by turns

  TraceStateWriter(MessageBuffer out) {
    this.out = out;
  }

  /** Writes the state as a field with the tag; no field if it is empty. */
  void write(TraceState state, int tag) {
    if (state.isEmpty()) {
      return;
    }
    members.clear();
    state.forEach(this);
    int end = out.size();
    for (int i = members.size() - 2; i >= 0; i -= 2) {
      out.utf8(members.get(i + 1));
      out.octet('=');
      out.utf8(members.get(i));
      if (i > 0) {
        out.octet(',');
      }
    }
    out.head(tag, end);
    members.clear();
  }

  @Override
  public void accept(String key, String value) {
    members.add(key);
    members.add(value);
  }
}
