/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.status;

import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.spi.StatusSnapshot;
import dev.fanlight.exporters.spi.StatusSnapshot.Failure;
import dev.fanlight.exporters.spi.StatusSnapshot.Flow;
import dev.fanlight.exporters.spi.StatusSnapshot.Vendor;
import java.time.Duration;
import java.util.Map;

/**
 * The next step for a vendor in trouble.
 *
 * @param isForPerson whether a person has to act
 * @param text the action of the person, or else of Fanlight
 * @param retention until when the spans that wait are kept; empty if no span waits
 */
record VendorAdvice(boolean isForPerson, String text, String retention) {

  private static final VendorAdvice EMPTY = new VendorAdvice(false, "", "");
  private static final String SAVED = " Saving the file is enough.";

  /** Returns the advice; with an empty text for a vendor without trouble. */
  static VendorAdvice of(Vendor vendor, StatusSnapshot status) {
    String key = "vendors." + vendor.name() + " in " + file(status);
    String kept = kept(vendor, status);
    return switch (vendor.flow()) {
      case KEY_REFUSED -> new VendorAdvice(true, keyAction(key), kept);
      case QUOTA_USED_UP -> new VendorAdvice(true, quotaAction(key), kept);
      case BEHIND -> behind(vendor, status, key, kept);
      case LOSING -> losing(vendor, status, key);
      case LEFT_OUT ->
        new VendorAdvice(true, "Correct " + key + "; the problem is listed above." + SAVED, "");
      case DELIVERING, IDLE, WAITING, REMOVED, SWITCHED_OFF -> EMPTY;
    };
  }

  /** Returns "To do" or "Nothing to do". */
  String label() {
    return isForPerson ? "To do" : "Nothing to do";
  }

  private static String keyAction(String key) {
    return "Correct the key of " + key
        + ". Saving the file is enough; a key in an environment variable needs a restart.";
  }

  private static String quotaAction(String key) {
    return "Raise the quota at the vendor, or send less with \"sample\" under " + key + "." + SAVED;
  }

  private static VendorAdvice behind(
      Vendor vendor, StatusSnapshot status, String key, String kept) {
    Failure failure = vendor.lastFailure();
    boolean isFailing = failure != null && !failure.isOver();
    if (vendor.account().state() == LedgerSnapshot.State.SLOW) {
      return new VendorAdvice(
          true,
          (isFailing ? "Do as the message says, or send" : "Send") + " less with \"sample\" under "
              + key + "." + SAVED,
          kept);
    }
    if (isFailing && vendor.account().delivered() == 0) {
      return new VendorAdvice(
          true,
          "The vendor has taken no span yet: compare its endpoint with the message, at " + key + "."
              + SAVED,
          kept);
    }
    if (vendor.isLosing()) {
      return new VendorAdvice(
          true,
          "The vendor has to answer again, or the log has to keep more: raise " + limit(status)
              + " (from the next start) or max_age in " + file(status) + ".",
          kept);
    }
    return new VendorAdvice(
        false,
        (isFailing
            ? "Fanlight tries again until the vendor answers; other vendors are not affected."
            : "Fanlight sends as fast as the vendor takes; other vendors are not affected."),
        kept);
  }

  private static VendorAdvice losing(Vendor vendor, StatusSnapshot status, String key) {
    LedgerSnapshot account = vendor.account();
    if (account.state() == LedgerSnapshot.State.UNAUTHORISED) {
      return new VendorAdvice(true, keyAction(key), "");
    }
    if (account.state() == LedgerSnapshot.State.QUOTA) {
      return new VendorAdvice(true, quotaAction(key), "");
    }
    if (account.rejected() > 0) {
      return new VendorAdvice(
          true,
          "The vendor rejects these spans for good. Correct them with \"rules\" or \"limits\" under "
              + key + "." + SAVED,
          "");
    }
    Map<String, Long> dropped = account.droppedByReason();
    boolean isLogTooSmall = dropped.containsKey("buffer_full") || dropped.containsKey("expired");
    return new VendorAdvice(
        true,
        isLogTooSmall
            ? "The vendor has to take spans faster, or the log has to keep more: raise "
                + limit(status) + " (from the next start) or max_age in " + file(status) + "."
            : "Look up the reasons below in docs/troubleshooting.md.",
        "");
  }

  /** Returns until when the spans that wait are kept; an empty string if no span waits. */
  private static String kept(Vendor vendor, StatusSnapshot status) {
    if (vendor.account().buffered() == 0 || vendor.flow() == Flow.LOSING) {
      return "";
    }
    Duration untilFull = status.pipeline().timeUntilLogIsFull();
    return "Its spans are kept until the log is full"
        + (untilFull == null ? "" : ", in " + AmountText.duration(untilFull) + " at this rate")
        + "; then the oldest spans of the vendors that are behind are given up, counted as buffer_full."
        + " Spans older than max_age are given up before, counted as expired.";
  }

  private static String limit(StatusSnapshot status) {
    return status.pipeline().logFolder().isEmpty() ? "buffer.memory" : "buffer.disk.limit";
  }

  private static String file(StatusSnapshot status) {
    String documents = status.file().documents();
    return documents.isEmpty() ? "the configuration" : documents;
  }
}
