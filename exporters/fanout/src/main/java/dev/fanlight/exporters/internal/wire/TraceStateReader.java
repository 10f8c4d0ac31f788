/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import java.util.ArrayList;
import java.util.List;

/** A reader of trace states in the form of the W3C's header; one thread. */
final class TraceStateReader {

  /*
   * https://www.w3.org/TR/trace-context/#tracestate-header: members with commas between, each a key, "=" and a value;
   * white space around members; at most 32 members. The builder puts a new member in front, so that the last one is put
   * first, and leaves out members that are not valid.
   */
  private static final int MAX_MEMBERS = 32;

  private String lastHeader = "";
  private TraceState last = TraceState.getDefault();

  /** Returns the state of a header; the spans of one trace in one message have the same object. */
  TraceState read(String header) {
    if (!header.equals(lastHeader)) {
      last = parse(header);
      lastHeader = header;
    }
    return last;
  }

  private static TraceState parse(String header) {
    List<String> members = members(header);
    if (members.isEmpty()) {
      return TraceState.getDefault();
    }
    TraceStateBuilder builder = TraceState.builder();
    for (int i = members.size() - 1; i >= 0; i--) {
      String member = members.get(i);
      int equals = member.indexOf('=');
      if (equals > 0) {
        builder.put(member.substring(0, equals), member.substring(equals + 1));
      }
    }
    return builder.build();
  }

  private static List<String> members(String header) {
    List<String> members = new ArrayList<>(4);
    int from = 0;
    while (from < header.length() && members.size() < MAX_MEMBERS) {
      int comma = header.indexOf(',', from);
      int to = comma < 0 ? header.length() : comma;
      String member = header.substring(from, to).strip();
      if (!member.isEmpty()) {
        members.add(member);
      }
      from = to + 1;
    }
    return members;
  }
}
