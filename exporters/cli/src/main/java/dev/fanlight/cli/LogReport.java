/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import dev.fanlight.exporters.internal.log.disk.FolderReport;
import dev.fanlight.exporters.internal.log.disk.SegmentReport;
import dev.fanlight.exporters.internal.log.disk.SegmentReport.Amount;
import dev.fanlight.exporters.internal.log.disk.SegmentReport.Condition;
import dev.fanlight.exporters.internal.log.disk.SlotReport;
import dev.fanlight.exporters.internal.log.disk.VendorReport;
import java.time.Duration;
import java.util.List;

/** What a log's folder holds, for people. */
final class LogReport {

  private final Screen screen;
  private final long nowEpochNanos;

  LogReport(Screen screen, long nowEpochNanos) {
    this.screen = screen;
    this.nowEpochNanos = nowEpochNanos;
  }

  void write(FolderReport report) {
    for (SlotReport slot : report.slots()) {
      screen.line(screen.strong(slot.name()) + ": " + summary(slot));
      vendors(slot);
      segments(slot);
      screen.line("");
    }
    screen.line(
        report.isSound()
            ? screen.good("sound")
            : screen.bad("damaged; what is sound is still read"));
  }

  private static String summary(SlotReport slot) {
    long bytes = slot.segments().stream().mapToLong(SegmentReport::sizeInBytes).sum();
    return Amounts.count(slot.segments().size(), "segment") + ", " + Amounts.bytes(bytes);
  }

  private void vendors(SlotReport slot) {
    if (slot.places() == Condition.DAMAGED) {
      screen.line(
          screen.bad("the vendors' places are lost: at the next start each gets all that is here"));
    } else if (slot.places() == Condition.NEWER) {
      screen.line(screen.careful("a newer version wrote it; this one leaves it alone"));
    }
    if (!slot.vendors().isEmpty()) {
      screen.table(
          List.of("VENDOR", "WAITING SPANS", "BYTES", "OLDEST", "FROM"),
          slot.vendors().stream().map(this::vendor).toList());
    }
  }

  private List<String> vendor(VendorReport vendor) {
    Amount waiting = vendor.waiting();
    return List.of(
        vendor.name(),
        Amounts.count(waiting.spans()),
        Amounts.bytes(waiting.bytes()),
        age(vendor.oldestEpochNanos()),
        vendor.oldestSegment());
  }

  private void segments(SlotReport slot) {
    if (!slot.segments().isEmpty()) {
      screen.table(
          List.of("SEGMENT", "SIZE", "RECORDS", "SPANS", "OLDEST", "NEWEST", ""),
          slot.segments().stream().map(this::segment).toList());
    }
  }

  private List<String> segment(SegmentReport segment) {
    return List.of(
        segment.file(),
        Amounts.bytes(segment.sizeInBytes()),
        Amounts.count(segment.records()),
        Amounts.count(segment.amount().spans()),
        age(segment.oldestEpochNanos()),
        age(segment.newestEpochNanos()),
        condition(segment));
  }

  private String condition(SegmentReport segment) {
    return switch (segment.condition()) {
      case SOUND ->
        segment.unfinishedBytes() == 0
            ? screen.good("sound")
            : screen.good("sound") + ", ends in an unfinished record";
      case NEWER -> screen.careful("of a newer version, left alone");
      case DAMAGED ->
        screen.bad("damaged") + ": " + Amounts.count(segment.damagedRecords(), "record") + ", "
            + Amounts.bytes(segment.damagedBytes()) + " unreadable";
    };
  }

  private String age(long epochNanos) {
    boolean isNone = epochNanos == Long.MAX_VALUE || epochNanos == Long.MIN_VALUE;
    return isNone ? "" : Amounts.age(Duration.ofNanos(nowEpochNanos - epochNanos));
  }
}
