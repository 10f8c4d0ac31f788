/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operations of a file system that the log needs; few, so that a test can implement one that fails, tears or
 * forgets. Any thread.
 *
 * <p>An interrupt of the calling thread does no harm: it closes no file.
 */
public interface Disk {

  /** The names in a folder, in no order; empty where there is no such folder. */
  default List<String> list(Path folder) throws IOException {
    return list(folder, Integer.MAX_VALUE);
  }

  /** Lists at most so many names. */
  List<String> list(Path folder, int maxNames) throws IOException;

  /** Returns the trust in a slot, a folder in the folder of the log; links are not followed. */
  FolderTrust trustInSlot(Path slot) throws IOException;

  /**
   * Returns the trust in a folder with slots, which other users may rename; links are followed, since the user named
   * the folder.
   */
  FolderTrust trustInBase(Path base) throws IOException;

  /** Creates a folder, and the folders above it, for the owner alone; no effect if it exists. */
  void createFolder(Path folder) throws IOException;

  /**
   * Makes a file, for the owner alone, and opens it for writing and reading.
   *
   * @throws IOException also where it is there already
   */
  DiskFile create(Path file) throws IOException;

  /**
   * Opens a file for writing and reading.
   *
   * @throws IOException also where it is not there
   */
  DiskFile openForWriting(Path file) throws IOException;

  /** Opens a file for reading. */
  DiskFile open(Path file) throws IOException;

  /** Returns true if there is a file or folder of this name. */
  boolean exists(Path path);

  /** Gives a file another name in one step, and replaces an existing one. */
  void rename(Path from, Path to) throws IOException;

  /** Deletes a file or an empty folder; no effect if it does not exist. */
  void delete(Path path) throws IOException;

  /** Has the names in a folder survive a loss of power, where the file system can promise that. */
  void syncFolder(Path folder) throws IOException;

  /** Bytes that this user can still write into a folder, as far as the file system tells. */
  long usableBytes(Path folder) throws IOException;

  /** Returns true if a refusal says that there is no space left, or that a quota is used up. */
  boolean isFull(IOException refusal);

  /** Returns the holder of a lock, without a change of any file. */
  LockReport lockReport(Path file) throws IOException;

  /**
   * Locks a file, making it where it is not there, until the result is closed or the process ends.
   *
   * @return null if another holder has it, in this process or another
   */
  @Nullable Lock lock(Path file) throws IOException;

  /** A lock that is held. */
  interface Lock extends AutoCloseable {
    /** Keeps a short text in the locked file, for {@link #lockReport}. */
    void write(String text) throws IOException;

    @Override
    void close();
  }

  /**
   * The state of a lock.
   *
   * @param holding whether a process holds it
   * @param text the text of the last process in it; empty if there is none
   */
  record LockReport(Holding holding, String text) {}

  /** The holder of a lock, as far as it is known. */
  enum Holding {
    /** A process holds it. */
    HELD,
    /** No process holds it. */
    FREE,
    /** The system does not let us ask. */
    UNKNOWN
  }
}
