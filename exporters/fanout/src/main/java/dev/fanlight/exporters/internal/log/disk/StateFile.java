/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The file that holds the state; the writer's thread only. */
final class StateFile implements AutoCloseable {

  /*
   * A state is appended, one write; a state that is torn leaves the one before it sound. Once the file has grown, and
   * after any failure, it is written anew beside the old one and put in its place in one step. The first is there twice,
   * so that no single damaged spot takes all there are.
   */

  static final String NAME = "cursors";
  private static final String NEW_NAME = "cursors.new";
  private static final long MAX_BYTES = 256 << 10;

  private final Disk disk;
  private final FolderSync folders;
  private final Path folder;
  private @Nullable DiskFile file;
  private long size;

  StateFile(Disk disk, FolderSync folders, Path folder) {
    this.disk = disk;
    this.folders = folders;
    this.folder = folder;
  }

  /** The last sound state of a folder; null if there is none. */
  static @Nullable LogState read(Disk disk, Path folder) throws IOException {
    Path path = folder.resolve(NAME);
    if (!disk.exists(path)) {
      return null;
    }
    try (DiskFile file = disk.open(path)) {
      byte[] bytes = new byte[(int) Math.min(file.size(), 1 << 28)];
      file.read(0, bytes, bytes.length);
      return StateFormat.last(bytes);
    }
  }

  /** Writes a state, as {@link StateFormat#encode} makes it. */
  void write(byte[] bytes) throws IOException {
    DiskFile open = file;
    if (open == null || size + bytes.length > Math.max(MAX_BYTES, 8L * bytes.length)) {
      rewrite(bytes);
      return;
    }
    try {
      open.write(size, bytes);
      size += bytes.length;
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private void rewrite(byte[] bytes) throws IOException {
    close();
    Path fresh = folder.resolve(NEW_NAME);
    disk.delete(fresh);
    try (DiskFile open = disk.create(fresh)) {
      open.write(0, bytes);
      open.write(bytes.length, bytes);
      open.sync();
    }
    Path path = folder.resolve(NAME);
    disk.rename(fresh, path); // closed before: Windows renames no file that is open
    file = disk.openForWriting(path);
    size = 2L * bytes.length;
    folders.sync(folder);
  }

  void sync() throws IOException {
    if (file != null) {
      file.sync();
    }
  }

  long size() {
    return size;
  }

  @Override
  public void close() {
    if (file != null) {
      file.close();
      file = null;
    }
  }
}
