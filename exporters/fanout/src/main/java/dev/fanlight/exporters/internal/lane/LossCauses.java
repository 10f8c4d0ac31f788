/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.reason.DropReason;
import dev.fanlight.exporters.internal.reason.RejectReason;

/** The causes of losses for which the place of the loss gives no details. */
final class LossCauses {

  private LossCauses() {}

  /**
   * Returns the cause of a loss in one sentence; an empty string if the reason says it all.
   *
   * @param trouble the reason why the vendor takes no spans now; an empty string if it does
   * @param troubleNanos for how long
   * @param slowness that the vendor takes spans more slowly than they come; an empty string if it does not
   * @param lastTrouble the last trouble, past or not; an empty string if there was none
   */
  static String of(
      String reason, String trouble, long troubleNanos, String slowness, String lastTrouble) {
    if (reason.equals(RejectReason.POISON.code())) {
      return trouble.isEmpty()
          ? "this batch failed again and again while others got through"
          : trouble;
    }
    if (reason.equals(RejectReason.TOO_LARGE.code())) {
      return "a single span is larger than the vendor takes; lower limits, or raise the vendor's";
    }
    DropReason dropped = DropReason.ofCode(reason);
    if (dropped == null) {
      return "";
    }
    return switch (dropped) {
      case BUFFER_FULL ->
        "the buffer is full and its oldest spans were dropped; "
            + why(
                trouble,
                troubleNanos,
                slowness,
                lastTrouble,
                "raise buffer.memory or buffer.disk.limit");
      case EXPIRED ->
        "they waited longer than max_age, or than the vendor takes; "
            + why(trouble, troubleNanos, slowness, lastTrouble, "raise max_age");
      case DISK_UNAVAILABLE -> "the disk took no spans, and buffer.memory was full; check the disk";
      case CORRUPT -> "bytes on disk were not what had been written; check the disk";
      case UNCONFIRMED ->
        "they were sent and no answer was seen, so that the vendor may have them; "
            + why(trouble, troubleNanos, slowness, lastTrouble, "raise timeout");
      case TORN -> "the process before this one ended while it wrote them";
      case VENDOR_REMOVED -> "the vendor was taken out of the file";
      case VENDOR_CHANGED ->
        "the vendor leads elsewhere now; spans for one receiver are not given to another";
      case SHUTDOWN ->
        "shutdown_timeout was over; "
            + why(trouble, troubleNanos, slowness, lastTrouble, "raise shutdown_timeout");
      default -> "";
    };
  }

  private static String why(
      String trouble, long troubleNanos, String slowness, String lastTrouble, String cure) {
    if (!trouble.isEmpty()) {
      return "the vendor had taken nothing for " + DurationText.ofNanos(troubleNanos) + ": "
          + trouble;
    }
    if (!slowness.isEmpty()) {
      return slowness;
    }
    return lastTrouble.isEmpty() ? cure : "the last trouble was: " + lastTrouble + "; or " + cure;
  }
}
