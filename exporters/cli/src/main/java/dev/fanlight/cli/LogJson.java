/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import dev.fanlight.exporters.internal.log.disk.FolderReport;
import dev.fanlight.exporters.internal.log.disk.SegmentReport;
import dev.fanlight.exporters.internal.log.disk.SegmentReport.Amount;
import dev.fanlight.exporters.internal.log.disk.SlotReport;
import dev.fanlight.exporters.internal.log.disk.VendorReport;
import dev.fanlight.exporters.internal.text.ForeignText;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The report on a log folder as JSON. */
final class LogJson {

  private LogJson() {}

  static Map<String, Object> of(FolderReport report) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("sound", report.isSound());
    json.put("slots", report.slots().stream().map(LogJson::slot).toList());
    json.put("skipped", report.skipped().stream().map(ForeignText::clean).toList());
    return json;
  }

  private static Map<String, Object> slot(SlotReport slot) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", slot.name());
    json.put("content", name(slot.content()));
    json.put("in_use", name(slot.holding()));
    slot.limitInBytes().ifPresent(bytes -> json.put("limit_bytes", bytes));
    json.put("places", name(slot.places()));
    json.put("vendors", slot.vendors().stream().map(LogJson::vendor).toList());
    json.put("segments", slot.segments().stream().map(LogJson::segment).toList());
    json.put("skipped", slot.skipped().stream().map(ForeignText::clean).toList());
    return json;
  }

  private static Map<String, Object> vendor(VendorReport vendor) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", vendor.name());
    json.put("waiting_spans", vendor.waiting().spans());
    json.put("waiting_bytes", vendor.waiting().bytes());
    putTime(json, "oldest_epoch_nanos", vendor.oldestEpochNanos());
    json.put("oldest_segment", vendor.oldestSegment());
    json.put("lost_spans", vendor.lostSpans());
    json.put("dropped", vendor.dropped());
    json.put("account", new TreeMap<>(vendor.columns()));
    return json;
  }

  private static Map<String, Object> segment(SegmentReport segment) {
    Amount amount = segment.amount();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("file", segment.file());
    json.put("bytes", segment.sizeInBytes());
    json.put("condition", name(segment.condition()));
    json.put("records", segment.records());
    json.put("spans", amount.spans());
    json.put("damaged_records", segment.damagedRecords());
    json.put("damaged_bytes", segment.damagedBytes());
    json.put("lost_spans", segment.lostSpans());
    json.put("problem", segment.problem());
    json.put("unfinished_bytes", segment.unfinishedBytes());
    putTime(json, "oldest_epoch_nanos", segment.oldestEpochNanos());
    putTime(json, "newest_epoch_nanos", segment.newestEpochNanos());
    return json;
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static void putTime(Map<String, Object> json, String key, long epochNanos) {
    if (epochNanos != Long.MAX_VALUE && epochNanos != Long.MIN_VALUE) {
      json.put(key, epochNanos);
    }
  }
}
