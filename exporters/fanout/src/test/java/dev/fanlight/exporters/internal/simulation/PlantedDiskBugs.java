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
          "log/disk/WriteProgress",
          "    await(() -> isPublished(position) || isObsolete.getAsBoolean());\n",
          ""),
      new PlantedBug(
          "a sender does not wait for the note of its settlement",
          "log/disk/DiskReader",
          "        table.progress().awaitChange(open.settledAs());\n",
          ""),
      new PlantedBug(
          "a settlement is no change of the state",
          "log/disk/DiskLease",
          "      table.progress().changed();\n      open.settled",
          "      open.settled"),
      new PlantedBug(
          "the writer is not woken by a change",
          "log/disk/WriteProgress",
          "    if (changes == changesWritten + 1) { // else",
          "    if (changes == changesWritten + 2) { // else"),
      new PlantedBug(
          "segments that make way are deleted before the state says so",
          "log/disk/Housekeeping",
          "      state.writeTwice(); // a successor must not look for them\n      deleteDoomed();\n",
          "      deleteDoomed();\n      state.writeTwice();\n"),
      new PlantedBug(
          "every_batch syncs once a second",
          "log/disk/LogWriter",
          "    if (environment.syncsEveryBatch() && (!batch",
          "    if (!environment.syncs() && (!batch"),
      new PlantedBug(
          "the name of a segment is not synced",
          "log/disk/SegmentWriter",
          "      if (environment.syncs()) {\n        environment.folders().sync(folder);\n      }\n",
          ""),
      new PlantedBug(
          "the beginning of a record stays in a segment that was left",
          "log/disk/SegmentWriter",
          "          left.file(environment.disk()).truncate(left.end());\n",
          ""),
      new PlantedBug(
          "a record is written over the one before it",
          "log/disk/Segment",
          "    end = newEnd;\n",
          ""),
      new PlantedBug(
          "a record is given up while it is written",
          "log/disk/LogWriter",
          "    table.cache().pin(entry);\n    table.pending().write(entry);",
          "    table.cache().pin(entry);\n    table.cache().unpin(entry);\n    table.pending().write(entry);"),
      new PlantedBug(
          "the last state is not written at close",
          "log/disk/LogWriter",
          "      segments.seal();\n      state.write();\n",
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
          "        run.add(live.pass(entry));\n        live.jump(live.next() + (run.size() > 2 ? 1 : 0));"),
      new PlantedBug(
          "records in hand are settled for the successor",
          "log/disk/Cursor",
          "      return passed.navigableKeySet();",
          "      return new TreeSet<>();"),
      new PlantedBug(
          "retention deletes a record that a reader needs",
          "log/disk/Segment",
          "    return claims > 0;",
          "    return claims > 1;"),
      new PlantedBug(
          "the newest segment makes way",
          "log/disk/Segments",
          "        .or(() -> sealed.stream().findFirst());",
          "        .or(() -> sealed.isEmpty() ? Optional.empty() : Optional.of(sealed.get(sealed.size() - 1)));"),
      new PlantedBug(
          "the limit on disk is not held",
          "log/disk/Housekeeping",
          "    while (table.segments().sizeInBytes() + state.fileBytes() > limit) {",
          "    while (table.segments().sizeInBytes() + state.fileBytes() > 3 * limit) {"),
      new PlantedBug(
          "a successor begins with an empty account",
          "log/disk/Takeover",
          "      books.goOn(columns, reader.unsettled() + givenUp);",
          "      books.goOn(Map.of(), reader.unsettled() + givenUp);"),
      new PlantedBug(
          "spans in flight are not found by the successor",
          "log/disk/Recovery",
          "+ segments.again(cursor, segment);",
          ";"),
      new PlantedBug(
          "a run is used twice",
          "log/disk/Slots",
          "    return (lastRun / SlotName.MAX_SLOTS == time ? time + 1 : time) * SlotName.MAX_SLOTS",
          "    return time / 1_000_000_000_000L * SlotName.MAX_SLOTS"),
      new PlantedBug(
          "a slot is adopted before its cursors are ours",
          "log/disk/Housekeeping",
          "      state.writeTwice();\n      state.sync(); // whatever",
          "      state.isOpen(); // whatever"),
      new PlantedBug(
          "what a vendor keeps at close is booked as lost",
          "log/disk/DiskReader",
          "      return state.unsettled();\n    });",
          "      open.books().dropped(state.unsettled() > 40 ? 1 : 0, DropReason.EXPIRED);\n      return state.unsettled();\n    });"));
}
