/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.rules;

import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import java.util.ArrayList;
import java.util.List;

/** The sampling information in the {@code ot} member of a trace state. */
final class OtelTraceState {

  /*
   * https://opentelemetry.io/docs/specs/otel/trace/tracestate-handling/
   *   ot=th:e666;rv:0123456789abcd;key:value
   *   th  1 to 14 hexadecimal digits, trailing zeros left out
   *   rv  exactly 14 hexadecimal digits, lower case
   * A service that changes a member moves it to the front [W3C Trace Context, 3.3.1.4]; at most 32 members, the last goes.
   */
  private static final String MEMBER = "ot";
  private static final int MAX_MEMBERS = 32;
  private static final int MAX_VALUE_LENGTH = 256;
  private static final int RANDOMNESS_DIGITS = 14;
  private static final OtelTraceState NONE = new OtelTraceState(TraceState.getDefault(), "");

  private final TraceState traceState;
  private final String member;
  private final long threshold; // -1: no valid one
  private final long randomness; // -1: no valid one

  private OtelTraceState(TraceState traceState, String member) {
    this.traceState = traceState;
    this.member = member;
    this.threshold = parseThreshold(member);
    this.randomness = parseRandomness(member);
  }

  static OtelTraceState of(TraceState traceState) {
    String member = traceState.isEmpty() ? null : traceState.get(MEMBER);
    return member == null ? NONE : new OtelTraceState(traceState, member);
  }

  private static long parseThreshold(String member) {
    int from = valueOf(member, "th:");
    return from < 0 ? -1 : SamplingThreshold.parse(member, from, endOf(member, from));
  }

  private static long parseRandomness(String member) {
    int from = valueOf(member, "rv:");
    if (from < 0) {
      return -1;
    }
    int to = endOf(member, from);
    boolean valid = to - from == RANDOMNESS_DIGITS
        && member.chars().skip(from).limit(RANDOMNESS_DIGITS).noneMatch(c -> c >= 'A' && c <= 'F');
    return valid ? SamplingThreshold.hex(member, from, to) : -1;
  }

  /** Returns the index of the value of a sub-key; -1 if there is none. */
  private static int valueOf(String member, String subKey) {
    for (int at = 0; at >= 0 && at < member.length(); at = member.indexOf(';', at) + 1) {
      if (member.startsWith(subKey, at)) {
        return at + subKey.length();
      }
      if (member.indexOf(';', at) < 0) {
        return -1;
      }
    }
    return -1;
  }

  private static int endOf(String member, int from) {
    int end = member.indexOf(';', from);
    return end < 0 ? member.length() : end;
  }

  boolean hasThreshold() {
    return threshold >= 0;
  }

  /** The rejection threshold that the span came with. */
  long threshold() {
    return threshold;
  }

  boolean hasRandomness() {
    return randomness >= 0;
  }

  /** The explicit randomness of the trace, else the last 56 bits of its id. */
  long randomness(String traceId) {
    return hasRandomness() ? randomness : SamplingThreshold.hex(traceId, 18, 32);
  }

  /** With another threshold; without any where the member would be too long for the new one. */
  TraceState withThreshold(long newThreshold) {
    String others = otherSubKeys();
    String changed =
        "th:" + SamplingThreshold.text(newThreshold) + (others.isEmpty() ? "" : ";" + others);
    return changed.length() > MAX_VALUE_LENGTH ? withMember(others) : withMember(changed);
  }

  /** With no threshold: the probability is not known. */
  TraceState withoutThreshold() {
    return withMember(otherSubKeys());
  }

  private String otherSubKeys() {
    List<String> others = new ArrayList<>();
    for (String subKey : member.split(";", -1)) {
      if (!subKey.startsWith("th:") && !subKey.isEmpty()) {
        others.add(subKey);
      }
    }
    return String.join(";", others);
  }

  private TraceState withMember(String value) {
    List<String[]> others = new ArrayList<>();
    traceState.forEach((key, other) -> {
      if (!key.equals(MEMBER)) {
        others.add(new String[] {key, other});
      }
    });
    int kept = Math.min(others.size(), value.isEmpty() ? MAX_MEMBERS : MAX_MEMBERS - 1);
    TraceStateBuilder builder = TraceState.builder();
    for (int i = kept - 1; i >= 0; i--) { // each put goes to the front
      builder.put(others.get(i)[0], others.get(i)[1]);
    }
    if (!value.isEmpty()) {
      builder.put(MEMBER, value);
    }
    return builder.build();
  }
}
