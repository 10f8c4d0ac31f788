/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log;

import java.util.ArrayList;
import java.util.List;

/** A record in memory, its place, and who still wants it. The log's lock guards what changes. */
final class MemoryEntry {

  final BatchRecord record;
  final long position;
  final List<MemoryReader> claims = new ArrayList<>(4);

  /** Leases in flight; a pinned entry is not given up. */
  int pins;

  /** Whether it left the log, settled by all or given up. */
  boolean gone;

  MemoryEntry(BatchRecord record, long position) {
    this.record = record;
    this.position = position;
  }

  int spans() {
    return record.spans();
  }

  /** Of the body that most vendors are sent. */
  int fullBytes() {
    return record.bodies().get(0).bytes().length;
  }
}
