/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.status;

import dev.fanlight.exporters.spi.StatusSnapshot;
import dev.fanlight.exporters.spi.StatusSnapshot.Flow;
import dev.fanlight.exporters.spi.StatusSnapshot.Vendor;
import java.util.List;

/** The words for states: colour, meaning, and the sentence about all vendors. */
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

  static String word(Flow flow) {
    return switch (flow) {
      case DELIVERING -> "delivering";
      case IDLE -> "idle";
      case WAITING -> "waiting";
      case BEHIND -> "behind";
      case KEY_REFUSED -> "key refused";
      case QUOTA_USED_UP -> "quota used up";
      case LOSING -> "losing spans";
      case LEFT_OUT -> "left out";
      case REMOVED -> "removed";
      case SWITCHED_OFF -> "switched off";
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

  /** Returns one sentence about all vendors. */
  static String sentence(StatusSnapshot status) {
    return switch (status.state()) {
      case SWITCHED_OFF -> "Fanlight is switched off";
      case CLOSED -> "Fanlight is closed";
      case REFUSED -> "The file was refused, and no span is exported";
      case RUNNING -> running(status.vendors());
    };
  }

  private static String running(List<Vendor> vendors) {
    List<Vendor> troubled =
        vendors.stream().filter(vendor -> colour(vendor).equals("warn")).toList();
    List<Vendor> losing = vendors.stream().filter(Vendor::isLosing).toList();
    if (!losing.isEmpty()) {
      boolean isNow = losing.stream()
          .anyMatch(vendor -> vendor.flow() == Flow.LOSING || vendor.flow() == Flow.LEFT_OUT);
      return names(losing)
          + (isNow
              ? (losing.size() == 1 ? " loses spans" : " lose spans")
              : " will lose spans within the hour")
          + (troubled.isEmpty()
              ? ""
              : "; " + names(troubled) + (troubled.size() == 1 ? " is" : " are") + " in trouble");
    }
    if (troubled.size() == 1) {
      return troubled.get(0).name() + " is " + is(troubled.get(0));
    }
    if (!troubled.isEmpty()) {
      return names(troubled) + " are in trouble, and lose nothing yet";
    }
    long delivering =
        vendors.stream().filter(vendor -> vendor.flow() == Flow.DELIVERING).count();
    if (vendors.isEmpty()) {
      return "The file has no vendor";
    }
    if (delivering == 0) {
      return "No spans come";
    }
    return delivering == 1 ? "1 vendor gets its spans" : delivering + " vendors get their spans";
  }

  private static String is(Vendor vendor) {
    return switch (vendor.flow()) {
      case KEY_REFUSED -> "refusing the key";
      case QUOTA_USED_UP -> "refusing spans, for its quota is used up";
      default -> vendor.flowText();
    };
  }

  private static String names(List<Vendor> vendors) {
    return switch (vendors.size()) {
      case 1 -> vendors.get(0).name();
      case 2 -> vendors.get(0).name() + " and " + vendors.get(1).name();
      default -> vendors.size() + " vendors";
    };
  }
}
