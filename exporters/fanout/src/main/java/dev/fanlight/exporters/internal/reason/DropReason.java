/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.reason;

import org.jspecify.annotations.Nullable;

/** The reasons for which Fanlight drops spans that a vendor was to get. */
public enum DropReason implements Reason {
  /** The log is full. */
  BUFFER_FULL(
      "the log reached its limit, or the disk was full; the oldest spans are dropped",
      "Correct the vendor's trouble, or raise `buffer.memory` or `buffer.disk.limit`; see [sizing](reliability.md#sizing)."),

  /** Neither the disk nor memory takes the spans. */
  DISK_UNAVAILABLE(
      "the disk could not be written, and memory was full too",
      "Check the mount, owner, permissions and load of the disk of `buffer.disk.path`."),

  /** Bytes in a file changed after they were written. */
  CORRUPT(
      "the bytes on disk were damaged",
      "Check the disk; `fanlight log FOLDER` shows the damaged segments."),

  /** A record that needs more memory than this process has for it. */
  TOO_LARGE(
      "a batch on disk is larger than this process can read: an eighth of its heap, or `buffer.memory` up to a quarter of"
          + " the heap. A process with a larger heap wrote it",
      "Start with the earlier heap (`-Xmx`), or lower `batch.bytes` of the process that writes."),

  /** A record that was not written to its end. */
  TORN(
      "the file ends within this batch: the process was killed, or the power failed, while it was written",
      "Usually no action. To lose less at a power failure, set `buffer.disk.sync: every_batch`."),

  /** The maximum age is reached. */
  EXPIRED(
      "older than `max_age` or than the limit of the vendor",
      "Correct the vendor's trouble, or raise `max_age`."),

  /** The vendor left the file. */
  VENDOR_REMOVED(
      "the vendor was removed from the file, or has another endpoint, `protocol` or format now; see"
          + " [live reload](reliability.md#live-reload)",
      "No action: the edit is the cause."),

  /** The vendor has another destination after a restart. */
  VENDOR_CHANGED(
      "buffered on disk for another endpoint, `protocol` or format; see [live reload](reliability.md#live-reload)",
      "No action: batches for one receiver are never sent to another."),

  /** The shutdown timeout is over. */
  SHUTDOWN(
      "`shutdown_timeout` was over, without a log on disk that keeps them for the next start",
      "Raise `shutdown_timeout`, and the time that the platform gives a process to end, or set `buffer.disk`."),

  /** A request was sent and no response was received before the spans were dropped. */
  UNCONFIRMED(
      "dropped for one of the other reasons after an attempt that may have arrived",
      "Look for the spans at the vendor. If the vendor responds late, raise `timeout`."),

  /** A rule failed. */
  RULE_ERROR(
      "a rule, or the application's own filter of spans, failed on the span; without them a span is not sent",
      "The log names the class of the exception; report it with the rule, or correct the filter, for example a bean of the"
          + " type `SpanFilter`."),

  /** The encoder cannot encode the span. */
  ENCODING_ERROR(
      "a span that could not be encoded, or that is larger than a sixteenth of the heap",
      "Shorten large attributes, or raise `-Xmx`; otherwise report the class of the exception in the log."),

  /** Lack of memory, or a defect. */
  INTERNAL_ERROR(
      "a lack of memory, or an error in Fanlight or in a plugin. The log names the class of the exception",
      "For an OutOfMemoryError raise `-Xmx` or lower `buffer.memory`; otherwise report it.");

  private final ReasonText text;

  DropReason(String cause, String cure) {
    this.text = ReasonText.of(this, cause, cure);
  }

  /** Returns the reason with a code; null if this version has none. */
  public static @Nullable DropReason ofCode(String code) {
    for (DropReason reason : values()) {
      if (reason.code().equals(code)) {
        return reason;
      }
    }
    return null;
  }

  @Override
  public ReasonText text() {
    return text;
  }
}
