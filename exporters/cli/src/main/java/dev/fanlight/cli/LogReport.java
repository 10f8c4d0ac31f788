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

/** What a log's folder holds, for people. */
final class LogReport {

  private static final int MAX_SKIPPED = 10;

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
      skipped(slot.skipped(), "is no file of a log; skipped");
      screen.line("");
    }
    skipped(report.skipped(), "is no slot's name (slot-0 to slot-999); skipped");
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
      return screen.bad("foreign; the application leaves it alone. Delete it if nobody needs it");
    }
    return screen.bad("damaged; what is sound is still read")
        + (lost == 0 ? "" : "; lost for the vendors together: " + Amounts.count(lost, "span"));
  }

  private static boolean isForeign(SlotReport slot) {
    return slot.content() == Content.FOREIGN || slot.content() == Content.NOT_A_FOLDER;
  }

  private String summary(SlotReport slot) {
    return switch (slot.content()) {
      case FOREIGN -> screen.bad("foreign: no file in it is a log's");
      case NOT_A_FOLDER -> screen.bad("foreign: a link or a file, not followed");
      case CLOSED -> screen.careful("of another user, who keeps it closed");
      case LOG -> {
        long bytes =
            slot.segments().stream().mapToLong(SegmentReport::sizeInBytes).sum();
        yield Amounts.count(slot.segments().size(), "segment") + ", " + Amounts.bytes(bytes)
            + limit(slot) + holding(slot);
      }
    };
  }

  private static String limit(SlotReport slot) {
    return slot.limitInBytes().isEmpty()
        ? ", limit not known"
        : ", limit " + Amounts.bytes(slot.limitInBytes().getAsLong());
  }

  private static String holding(SlotReport slot) {
    return switch (slot.holding()) {
      case HELD -> ", live: a process uses it";
      case FREE -> ", dead: no process uses it";
      case UNKNOWN -> ", not known whether a process uses it";
    };
  }

  private void skipped(List<String> names, String why) {
    names.stream()
        .limit(MAX_SKIPPED)
        .forEach(name -> screen.line(screen.careful(ForeignText.clean(name) + ": " + why)));
    if (names.size() > MAX_SKIPPED) {
      screen.line(screen.careful(
          "and " + Amounts.count(names.size() - MAX_SKIPPED, "more file") + ", skipped as well"));
    }
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
          List.of("VENDOR", "WAITING SPANS", "BYTES", "OLDEST", "FROM", "DROPPED"),
          slot.vendors().stream().map(this::vendor).toList());
    }
    for (VendorReport vendor : slot.vendors()) {
      if (vendor.lostSpans() > 0) {
        screen.line(screen.bad(vendor.name() + ": " + Amounts.count(vendor.lostSpans(), "span")
            + " lost: they must wait here according to the cursors, and are not in the segments"));
      }
    }
  }

  private List<String> vendor(VendorReport vendor) {
    Amount waiting = vendor.waiting();
    return List.of(
        vendor.name(),
        Amounts.count(waiting.spans()),
        Amounts.bytes(waiting.bytes()),
        age(vendor.oldestEpochNanos()),
        vendor.oldestSegment(),
        dropped(vendor));
  }

  private static String dropped(VendorReport vendor) {
    List<String> reasons = new ArrayList<>();
    vendor.dropped().forEach((reason, spans) -> reasons.add(Amounts.count(spans) + " " + reason));
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
      case DAMAGED -> screen.bad("damaged") + ": " + damage(segment);
    };
  }

  private static String damage(SegmentReport segment) {
    if (!segment.problem().isEmpty()) {
      return segment.problem() + "; skipped";
    }
    return Amounts.count(segment.damagedRecords(), "record") + ", "
        + Amounts.bytes(segment.damagedBytes()) + " unreadable"
        + (segment.lostSpans() == 0
            ? ""
            : ", " + Amounts.count(segment.lostSpans(), "span") + " lost");
  }

  private String age(long epochNanos) {
    boolean isNone = epochNanos == Long.MAX_VALUE || epochNanos == Long.MIN_VALUE;
    return isNone ? "" : Amounts.age(Duration.ofNanos(nowEpochNanos - epochNanos));
  }
}
