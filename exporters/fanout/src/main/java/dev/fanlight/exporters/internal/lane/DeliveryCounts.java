/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.reason.DropReason;
import java.util.Map;
import java.util.TreeMap;

/**
 * The counts of the settled spans of one delivery, by their end, and the last message about them. Confined to the thread
 * that holds the delivery.
 */
final class DeliveryCounts {

  private long delivered;
  private final Map<String, Long> rejected = new TreeMap<>();
  private final Map<String, Long> dropped = new TreeMap<>();
  private String message = "";

  /** Notes the last message of the vendor, or of the network, about the spans; perhaps empty. */
  void note(String newMessage) {
    message = newMessage;
  }

  String message() {
    return message;
  }

  void delivered(long spans) {
    delivered += spans;
  }

  /** Counts rejected spans by the code of the reason, which may have the vendor's status. */
  void rejected(long spans, String code) {
    rejected.merge(code, spans, Long::sum);
  }

  void dropped(long spans, DropReason reason) {
    dropped.merge(reason.code(), spans, Long::sum);
  }

  /** Returns the number of spans that are settled. */
  int spans() {
    long spans = delivered;
    for (long each : rejected.values()) {
      spans += each;
    }
    for (long each : dropped.values()) {
      spans += each;
    }
    return (int) spans;
  }

  long delivered() {
    return delivered;
  }

  Map<String, Long> rejected() {
    return rejected;
  }

  Map<String, Long> dropped() {
    return dropped;
  }
}
