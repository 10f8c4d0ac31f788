/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.status;

import dev.fanlight.exporters.spi.StatusSnapshot.Flow;
import dev.fanlight.exporters.spi.StatusSnapshot.Vendor;
import java.util.Comparator;
import java.util.List;

/** The states for people: colour, meaning and severity. */
final class FlowWords {

  private FlowWords() {}

  /** Returns the class of the colour: red only for a vendor that loses spans now or within the hour. */
  static String colour(Vendor vendor) {
    if (vendor.isLosing()) {
      return "loss";
    }
    return switch (vendor.flow()) {
      case DELIVERING -> "good";
      case BEHIND, KEY_REFUSED, QUOTA_USED_UP -> "warn";
      case LOSING, LEFT_OUT -> "loss";
      case IDLE, WAITING, REMOVED, SWITCHED_OFF -> "calm";
    };
  }

  static String meaning(Flow flow) {
    return switch (flow) {
      case DELIVERING -> "The vendor takes spans as fast as they come.";
      case IDLE -> "No span has come for this vendor within the last minute, and none waits.";
      case WAITING -> "Spans wait for the first answer of the vendor, or for the next batch.";
      case BEHIND ->
        "The vendor takes spans more slowly than they come, or not at all. They wait in the log, and are lost only if it"
            + " becomes full or they become too old. The time is the age of the oldest span that waits.";
      case KEY_REFUSED ->
        "The vendor refuses the credentials. Its spans wait in the log; a corrected key is used at once.";
      case QUOTA_USED_UP ->
        "The vendor says that the quota is used up. Its spans wait in the log, and are tried again from time to time.";
      case LOSING ->
        "Spans for this vendor were rejected by it, or given up, within the last minute. The losses are listed by reason.";
      case LEFT_OUT ->
        "The vendor is wrong in the file and does not run; the problem is listed above.";
      case REMOVED ->
        "The vendor is no longer in the file. Its last spans are on their way, or sent.";
      case SWITCHED_OFF -> "The file says enabled: false for this vendor.";
    };
  }

  /** Returns the vendors by severity, the most urgent first, and by name within a severity. */
  static List<Vendor> bySeverity(List<Vendor> vendors) {
    return vendors.stream()
        .sorted(Comparator.comparingInt(FlowWords::severity).thenComparing(Vendor::name))
        .toList();
  }

  private static int severity(Vendor vendor) {
    boolean isSoon = vendor.isLosing() && vendor.flow() != Flow.LOSING;
    return switch (vendor.flow()) {
      case LOSING -> 0;
      case LEFT_OUT -> 1;
      case KEY_REFUSED -> isSoon ? 2 : 4;
      case QUOTA_USED_UP -> isSoon ? 2 : 5;
      case BEHIND -> isSoon ? 2 : 6;
      case WAITING -> 7;
      case DELIVERING -> 8;
      case IDLE -> 9;
      case REMOVED -> 10;
      case SWITCHED_OFF -> 11;
    };
  }
}
