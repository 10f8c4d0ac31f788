/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The file that holds the state; the writer's thread only. */
final class StateFile implements AutoCloseable {

  /*
   * A state is appended, one write; a state that is torn leaves the one before it sound. Once the file has grown, and
   * after any failure, it is written anew beside the old one and put in its place in one step. The first is there twice,
   * so that no single damaged spot takes all there are.
   *
   * The file is never larger than MAX_FILE_BYTES. A larger one is foreign, or damaged, and is not read: its slot has
   * lost its state.
   */

  static final String NAME = "cursors";
  static final String NEW_NAME = "cursors.new";
  static final int MAX_FILE_BYTES = 4 << 20;
  private static final long USUAL_BYTES = 256 << 10;

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

  /**
   * Checks that the files of a slot can be replaced.
   *
   * @throws IOException if a folder, link, pipe or a file of another user has one of the names
   */
  static void check(Disk disk, Path slot) throws IOException {
    for (String name : List.of(NAME, NEW_NAME)) {
      Path file = slot.resolve(name);
      if (disk.exists(file)) {
        disk.open(file).close();
      }
    }
  }

  /** Returns the last sound state of a folder; null if there is none. */
  static @Nullable LogState read(Disk disk, Path folder) throws IOException {
    Path path = folder.resolve(NAME);
    if (!disk.exists(path)) {
      return null;
    }
    try (DiskFile file = disk.open(path)) {
      long size = file.size();
      if (size > MAX_FILE_BYTES) {
        return null;
      }
      byte[] bytes = new byte[(int) size];
      int read = file.read(0, bytes, bytes.length);
      return StateFormat.last(read < bytes.length ? Arrays.copyOf(bytes, read) : bytes);
    }
  }

  /** Writes a state, as {@link StateFormat#encode} makes it. */
  void write(byte[] bytes) throws IOException {
    if (bytes.length > MAX_FILE_BYTES) {
      throw new IOException("the vendors' cursors take " + bytes.length + " bytes, more than "
          + MAX_FILE_BYTES + "; fewer vendors or fewer processes that left something are possible");
    }
    DiskFile open = file;
    long limit = Math.min(MAX_FILE_BYTES, Math.max(USUAL_BYTES, 8L * bytes.length));
    if (open == null || size + bytes.length > limit) {
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
    int copies = bytes.length > MAX_FILE_BYTES / 2 ? 1 : 2;
    try (DiskFile open = disk.create(fresh)) {
      for (int i = 0; i < copies; i++) {
        open.write((long) i * bytes.length, bytes);
      }
      open.sync();
    } catch (IOException e) {
      deleteQuietly(fresh); // on a full disk it would keep the space that the next attempt needs
      throw e;
    }
    Path path = folder.resolve(NAME);
    disk.rename(fresh, path); // closed before: Windows renames no file that is open
    file = disk.openForWriting(path);
    size = (long) copies * bytes.length;
    folders.sync(folder);
  }

  private void deleteQuietly(Path file) {
    try {
      disk.delete(file);
    } catch (IOException ignored) {
      // the next attempt deletes it
    }
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
