/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

import java.util.List;

/** The bugs that are planted into the log on disk. */
final class PlantedDiskBugs {

  private PlantedDiskBugs() {}

  /** Bugs of what is written, and in which order. */
  static final List<PlantedBug> OF_THE_WRITER = List.of(
      new PlantedBug(
          "an append returns before its record is written",
          "log/disk/DiskLog",
          "      awaitLocked(() -> published > entry.position || !entry.isRecent);\n",
          ""),
      new PlantedBug(
          "a sender does not wait for the note of its settlement",
          "log/disk/DiskReader",
          "        log.awaitChangesLocked(\n            settledAs); // so that a successor repeats one request a sender at most\n",
          ""),
      new PlantedBug(
          "a settlement is no change of the state",
          "log/disk/DiskLease",
          "      log.changedLocked(true);\n      reader.settledAs",
          "      reader.settledAs"),
      new PlantedBug(
          "the writer is not woken by a change",
          "log/disk/DiskLog",
          "      if (changes == changesWritten + 1) { // else",
          "      if (changes == changesWritten + 2) { // else"),
      new PlantedBug(
          "segments that make way are deleted before the state says so",
          "log/disk/Upkeep",
          "      writer.writeStateTwice(); // a successor must not look for them\n      deleteDoomed();\n",
          "      deleteDoomed();\n      writer.writeStateTwice();\n"),
      new PlantedBug(
          "every_batch syncs once a second",
          "log/disk/LogWriter",
          "    if (log.settings.sync() == Sync.EVERY_BATCH\n        && (!batch",
          "    if (log.settings.sync() == Sync.NEVER\n        && (!batch"),
      new PlantedBug(
          "the name of a segment is not synced",
          "log/disk/SegmentWriter",
          "      if (log.settings.sync() != Sync.NEVER) {\n        log.folders.sync(folder);\n      }\n",
          ""),
      new PlantedBug(
          "the beginning of a record stays in a segment that was left",
          "log/disk/SegmentWriter",
          "          left.file(log.disk).truncate(left.end);\n",
          ""),
      new PlantedBug(
          "a record is written over the one before it",
          "log/disk/SegmentWriter",
          "      in.end = end;\n",
          ""),
      new PlantedBug(
          "a record is given up while it is written",
          "log/disk/LogWriter",
          "      log.recent.pin(entry);\n      log.writing = entry;",
          "      log.recent.pin(entry);\n      log.recent.unpin(entry);\n      log.writing = entry;"),
      new PlantedBug(
          "the last state is not written at close",
          "log/disk/LogWriter",
          "      segments.seal();\n      writeState();\n",
          "      segments.seal();\n"));

  /** Bugs of what is read, taken over and deleted. */
  static final List<PlantedBug> OF_THE_READER = List.of(
      new PlantedBug(
          "a torn record is accepted",
          "log/disk/SegmentScan",
          "      if (file.read(at, bytes, bytes.length) < bytes.length || Checksums.of(bytes) != body.crc()) {",
          "      if (file.read(at, bytes, bytes.length) < 0) {"),
      new PlantedBug(
          "a torn record is not told",
          "log/disk/SegmentScan",
          "isTorn = bodies + header.bodyBytes() > end;",
          "isTorn = false;"),
      new PlantedBug(
          "the checksum of a state is not compared",
          "log/disk/StateScan",
          "    return in.getInt(at + 4) == Checksums.of(file, at + 8, at + length);",
          "    return length > 0;"),
      new PlantedBug(
          "a cursor passes a hole",
          "log/disk/DiskReader",
          "        run.add(live.pass(entry));",
          "        run.add(live.pass(entry));\n        live.next += run.size() > 2 ? 1 : 0;"),
      new PlantedBug(
          "records in hand are settled for the successor",
          "log/disk/StateOf",
          "      return cursor.passed.navigableKeySet();",
          "      return new TreeSet<>();"),
      new PlantedBug(
          "retention deletes a record that a reader needs",
          "log/disk/Segments",
          "          && segment.claims.isEmpty()\n          && segment.summary",
          "          && segment.claims.size() < 2\n          && segment.summary"),
      new PlantedBug(
          "the newest segment makes way",
          "log/disk/Segments",
          "        .or(() -> sealed.stream().findFirst());",
          "        .or(() -> sealed.isEmpty() ? Optional.empty() : Optional.of(sealed.get(sealed.size() - 1)));"),
      new PlantedBug(
          "the limit on disk is not held",
          "log/disk/Upkeep",
          "    while (log.segments.sizeInBytes() + stateBytes > limit) {",
          "    while (log.segments.sizeInBytes() + stateBytes > 3 * limit) {"),
      new PlantedBug(
          "a successor begins with an empty account",
          "log/disk/Takeover",
          "    books.goOn(columns, place.unsettled + given);",
          "    books.goOn(Map.of(), place.unsettled + given);"),
      new PlantedBug(
          "spans in flight are not found by the successor",
          "log/disk/Recovery",
          "segments.wanted(cursor, segment, cursor.next) + segments.again(cursor, segment);",
          "segments.wanted(cursor, segment, cursor.next);"),
      new PlantedBug(
          "a run is used twice",
          "log/disk/Slots",
          "    return (lastRun / SlotName.MAX_SLOTS == time ? time + 1 : time) * SlotName.MAX_SLOTS",
          "    return time / 1_000_000_000_000L * SlotName.MAX_SLOTS"),
      new PlantedBug(
          "a slot is adopted before its cursors are ours",
          "log/disk/Upkeep",
          "      writer.writeStateTwice();\n      writer.syncState(); // whatever",
          "      writer.isAlive(); // whatever"),
      new PlantedBug(
          "what a vendor keeps at close is booked as lost",
          "log/disk/DiskReader",
          "      return place.unsettled;\n    } finally {\n      log.lock.unlock();\n    }\n  }\n\n  private void endLocked",
          "      books.dropped(place.unsettled > 40 ? 1 : 0, DropReason.EXPIRED);\n      return place.unsettled;\n    } finally {\n      log.lock.unlock();\n    }\n  }\n\n  private void endLocked"));
}
