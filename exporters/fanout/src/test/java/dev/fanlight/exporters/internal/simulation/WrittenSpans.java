/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.internal.log.BatchRecord.Body;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is known of the records that were appended, by looking at the disk alone: which are written, and which synced. */
final class WrittenSpans {

  /*
   * A record on disk is a header, the bodies and a trailer, one write each. The bodies are known by their arrays. So a
   * record is written once a further write to its file has succeeded after its last body.
   */

  private final List<AppendedRecord> all = new ArrayList<>();
  private final IdentityHashMap<byte[], AppendedRecord> byBody = new IdentityHashMap<>();
  private final Map<Path, AppendedRecord> unfinished = new TreeMap<>();

  /** By their names, which are unique in a script, whatever the folder. */
  private final Set<String> syncedNames = new HashSet<>();

  private final Set<Path> unsyncedNames = new TreeSet<>();

  /** A record that was appended. */
  static final class AppendedRecord {

    final String view;
    final long[] ids;
    private List<Body> bodies;
    private int bodiesWritten;
    private String file = "";
    private boolean isWritten;
    private boolean isSynced;
    boolean isDeleted;
    private boolean mayBeLost;

    /** When its append returned; for ever if it has not. */
    long appendedNanos = Long.MAX_VALUE;

    AppendedRecord(BatchRecord record) {
      view = record.view();
      ids = SimulatedWire.ids(record.bodies().get(0).bytes());
      bodies = record.bodies();
    }

    boolean isWritten() {
      return isWritten;
    }

    /** Whether it has to be there still: no process that had it in memory alone was killed. */
    boolean mustBeThere() {
      return !mayBeLost;
    }
  }

  AppendedRecord append(BatchRecord record) {
    AppendedRecord appended = new AppendedRecord(record);
    for (Body body : record.bodies()) {
      byBody.put(body.bytes(), appended);
    }
    all.add(appended);
    return appended;
  }

  List<AppendedRecord> all() {
    return all;
  }

  void written(Path file, byte[] bytes) {
    if (!syncedNames.contains(name(file))) {
      unsyncedNames.add(file); // a segment's header is written before its name is synced
    }
    AppendedRecord record = byBody.get(bytes);
    if (record == null) {
      AppendedRecord finished = unfinished.remove(file);
      if (finished != null) {
        finished.isWritten = true;
        finished.bodies.forEach(body -> byBody.remove(body.bytes()));
        finished.bodies = List.of();
      }
      return;
    }
    String name = name(file);
    record.bodiesWritten = record.file.equals(name) ? record.bodiesWritten + 1 : 1;
    record.file = name;
    if (record.bodiesWritten == record.bodies.size()) {
      unfinished.put(file, record);
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  void synced(Path file) {
    String name = name(file);
    for (AppendedRecord record : all) {
      record.isSynced |= record.isWritten && record.file.equals(name);
    }
  }

  /** The names of the files of a folder were synced. */
  void namesSynced(Path folder) {
    unsyncedNames.removeIf(file -> folder.equals(file.getParent()) && syncedNames.add(name(file)));
  }

  void deleted(Path file) {
    String name = name(file);
    for (AppendedRecord record : all) {
      record.isDeleted |= record.file.equals(name);
    }
  }

  /** The process was killed, or has ended. */
  void killed() {
    for (AppendedRecord record : all) {
      record.mayBeLost |= !record.isWritten;
    }
    forgetProcess();
  }

  /** Whether a loss of power leaves a record: its content and the name of its file were synced. */
  boolean isSafe(AppendedRecord record) {
    return record.isWritten && record.isSynced && syncedNames.contains(record.file);
  }

  /** The machine lost its power. */
  void powerLost() {
    for (AppendedRecord record : all) {
      record.mayBeLost |= !isSafe(record);
    }
    forgetProcess();
  }

  private void forgetProcess() {
    unsyncedNames.clear();
    all.forEach(record -> record.bodies = List.of());
    byBody.clear();
    unfinished.clear();
  }
}
