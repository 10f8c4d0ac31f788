/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.ledger;

import dev.fanlight.exporters.internal.reason.DropReason;
import java.util.Map;
import java.util.TreeMap;

/**
 * The counts of the settled spans of one delivery, by their end, and the last message about them. Confined to the thread
 * that holds the delivery.
 */
public final class DeliveryCounts {

  private long delivered;
  private final Map<String, Long> rejected = new TreeMap<>();
  private final Map<String, Long> dropped = new TreeMap<>();
  private String message = "";

  /** Creates counts of zero. */
  public DeliveryCounts() {}

  /** Notes the last message of the vendor, or of the network, about the spans; perhaps empty. */
  public void note(String newMessage) {
    message = newMessage;
  }

  /** Returns the last message; perhaps empty. */
  public String message() {
    return message;
  }

  /** Counts delivered spans. */
  public void delivered(long spans) {
    delivered += spans;
  }

  /** Counts rejected spans by the code of the reason, which may have the vendor's status. */
  public void rejected(long spans, String code) {
    rejected.merge(code, spans, Long::sum);
  }

  /** Counts dropped spans. */
  public void dropped(long spans, DropReason reason) {
    dropped.merge(reason.code(), spans, Long::sum);
  }

  /** Returns the number of spans that are settled. */
  public int spans() {
    long spans = delivered;
    for (long each : rejected.values()) {
      spans += each;
    }
    for (long each : dropped.values()) {
      spans += each;
    }
    return (int) spans;
  }

  /** Returns the delivered spans. */
  public long delivered() {
    return delivered;
  }

  /** Returns the rejected spans by code; not a copy. */
  public Map<String, Long> rejected() {
    return rejected;
  }

  /** Returns the dropped spans by code; not a copy. */
  public Map<String, Long> dropped() {
    return dropped;
  }
}
