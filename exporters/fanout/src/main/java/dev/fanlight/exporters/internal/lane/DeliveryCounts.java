/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

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

  void rejected(long spans, String reason) {
    rejected.merge(reason, spans, Long::sum);
  }

  void dropped(long spans, String reason) {
    dropped.merge(reason, spans, Long::sum);
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
