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
import dev.fanlight.exporters.internal.log.disk.SlotReport.Content;
import dev.fanlight.exporters.internal.log.disk.VendorReport;
import dev.fanlight.exporters.internal.text.ForeignText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The report on a log folder as text. */
final class LogReport {

  private static final int MAX_SKIPPED = 10;

  private final TerminalWriter screen;
  private final long nowEpochNanos;

  LogReport(TerminalWriter screen, long nowEpochNanos) {
    this.screen = screen;
    this.nowEpochNanos = nowEpochNanos;
  }

  void write(FolderReport report) {
    for (SlotReport slot : report.slots()) {
      screen.line(screen.strong(slot.name()) + ": " + summary(slot));
      vendors(slot);
      segments(slot);
      skipped(slot.skipped(), "is not a file of the log; skipped");
      screen.line("");
    }
    skipped(report.skipped(), "is not the name of a slot (slot-0 to slot-999); skipped");
    screen.line(verdict(report));
  }

  private String verdict(FolderReport report) {
    if (report.isSound()) {
      return screen.good("sound");
    }
    long lost = report.slots().stream()
        .flatMap(slot -> slot.vendors().stream())
        .mapToLong(VendorReport::lostSpans)
        .sum();
    boolean isForeign = report.slots().stream().allMatch(slot -> slot.isSound() || isForeign(slot));
    if (isForeign) {
      return screen.bad("foreign; the application does not use it. Delete it if it is not needed");
    }
    return screen.bad("damaged; intact records are still read")
        + (lost == 0 ? "" : "; lost, all vendors together: " + AmountFormat.count(lost, "span"));
  }

  private static boolean isForeign(SlotReport slot) {
    return slot.content() == Content.FOREIGN || slot.content() == Content.NOT_A_FOLDER;
  }

  private String summary(SlotReport slot) {
    return switch (slot.content()) {
      case FOREIGN -> screen.bad("foreign: it holds no file of a log");
      case NOT_A_FOLDER -> screen.bad("foreign: a link or a file, not followed");
      case CLOSED -> screen.careful("not readable: it belongs to another user");
      case LOG -> {
        long bytes =
            slot.segments().stream().mapToLong(SegmentReport::sizeInBytes).sum();
        yield AmountFormat.count(slot.segments().size(), "segment") + ", "
            + AmountFormat.bytes(bytes) + limit(slot) + holding(slot);
      }
    };
  }

  private static String limit(SlotReport slot) {
    return slot.limitInBytes().isEmpty()
        ? ", limit unknown"
        : ", limit " + AmountFormat.bytes(slot.limitInBytes().getAsLong());
  }

  private static String holding(SlotReport slot) {
    return switch (slot.holding()) {
      case HELD -> ", live: a process uses it";
      case FREE -> ", dead: no process uses it";
      case UNKNOWN -> ", unknown whether a process uses it";
    };
  }

  private void skipped(List<String> names, String why) {
    names.stream()
        .limit(MAX_SKIPPED)
        .forEach(name -> screen.line(screen.careful(ForeignText.clean(name) + ": " + why)));
    if (names.size() > MAX_SKIPPED) {
      screen.line(screen.careful("and "
          + AmountFormat.count(names.size() - MAX_SKIPPED, "more file") + ", skipped as well"));
    }
  }

  private void vendors(SlotReport slot) {
    if (slot.places() == Condition.DAMAGED) {
      screen.line(screen.bad(
          "the read positions are lost: at the next start every vendor gets all records here"));
    } else if (slot.places() == Condition.NEWER) {
      screen.line(screen.careful("written by a newer version; this version does not use it"));
    }
    if (!slot.vendors().isEmpty()) {
      screen.table(
          List.of("VENDOR", "WAITING SPANS", "BYTES", "OLDEST", "FROM", "DROPPED"),
          slot.vendors().stream().map(this::vendor).toList());
    }
    for (VendorReport vendor : slot.vendors()) {
      if (vendor.lostSpans() > 0) {
        screen.line(screen.bad(vendor.name() + ": " + AmountFormat.count(vendor.lostSpans(), "span")
            + " lost: the cursors say that they are buffered, but no segment holds them"));
      }
    }
  }

  private List<String> vendor(VendorReport vendor) {
    Amount waiting = vendor.waiting();
    return List.of(
        vendor.name(),
        AmountFormat.count(waiting.spans()),
        AmountFormat.bytes(waiting.bytes()),
        age(vendor.oldestEpochNanos()),
        vendor.oldestSegment(),
        dropped(vendor));
  }

  private static String dropped(VendorReport vendor) {
    List<String> reasons = new ArrayList<>();
    vendor
        .dropped()
        .forEach((reason, spans) -> reasons.add(AmountFormat.count(spans) + " " + reason));
    return String.join(", ", reasons);
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
        AmountFormat.bytes(segment.sizeInBytes()),
        AmountFormat.count(segment.records()),
        AmountFormat.count(segment.amount().spans()),
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
      case NEWER -> screen.careful("written by a newer version, not used");
      case DAMAGED -> screen.bad("damaged") + ": " + damage(segment);
    };
  }

  private static String damage(SegmentReport segment) {
    if (!segment.problem().isEmpty()) {
      return segment.problem() + "; skipped";
    }
    return AmountFormat.count(segment.damagedRecords(), "record") + ", "
        + AmountFormat.bytes(segment.damagedBytes()) + " unreadable"
        + (segment.lostSpans() == 0
            ? ""
            : ", " + AmountFormat.count(segment.lostSpans(), "span") + " lost");
  }

  private String age(long epochNanos) {
    boolean isNone = epochNanos == Long.MAX_VALUE || epochNanos == Long.MIN_VALUE;
    return isNone ? "" : AmountFormat.age(Duration.ofNanos(nowEpochNanos - epochNanos));
  }
}
