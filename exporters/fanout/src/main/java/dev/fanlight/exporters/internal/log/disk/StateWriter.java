/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes the state of the table for a successor. The writer's thread only. */
final class StateWriter {

  private final LogTable table;
  private final DiskLogEnvironment environment;
  private @Nullable StateFile file;
  private int lastBytes;
  private boolean isUnsynced;

  StateWriter(LogTable table, DiskLogEnvironment environment) {
    this.table = table;
    this.environment = environment;
  }

  boolean isOpen() {
    return file != null;
  }

  void open(Path folder) {
    file = new StateFile(environment.disk(), environment.folders(), folder);
  }

  void close() {
    if (file != null) {
      file.close();
      file = null;
    }
  }

  /** Writes the state as it is now. */
  void write() throws IOException {
    Snapshot now = table.read(
        () -> new Snapshot(table.progress().changes(), StateFormat.encode(table.stateLocked())));
    StateFile to = Objects.requireNonNull(file);
    lastBytes = now.bytes.length;
    to.write(now.bytes);
    isUnsynced = true;
    if (environment.syncsEveryBatch()) {
      to.sync();
    }
    table.update(() -> table.progress().stateWritten(now.change));
  }

  /**
   * Writes it twice, so that no single damaged spot makes an older state valid, which claims files that are about to
   * be deleted.
   */
  void writeTwice() throws IOException {
    write();
    write();
    if (environment.syncs()) {
      sync();
    }
  }

  /** Has the written states survive a loss of power. */
  void sync() throws IOException {
    Objects.requireNonNull(file).sync();
  }

  /** Returns true if a state was written since the last {@link #syncRegularly}. */
  boolean isUnsynced() {
    return isUnsynced;
  }

  /** Does what {@link #sync} does, once in a while. */
  void syncRegularly() throws IOException {
    sync();
    isUnsynced = false;
  }

  /** Returns the size of the file. */
  long fileBytes() {
    return file == null ? 0 : file.size();
  }

  /** Returns the size of the last state. */
  int lastBytes() {
    return lastBytes;
  }

  private static final class Snapshot {
    final long change;
    final byte[] bytes;

    Snapshot(long change, byte[] bytes) {
      this.change = change;
      this.bytes = bytes;
    }
  }
}
