/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.io.IOException;

/** An open file. Any thread; an interrupt does not close it. */
public interface DiskFile extends AutoCloseable {

  /** Its length now. */
  long size() throws IOException;

  /**
   * Reads into an array from its beginning.
   *
   * @param offset in the file
   * @param length most bytes wanted
   * @return bytes read: as many as wanted unless the file ends before
   */
  int read(long offset, byte[] into, int length) throws IOException;

  /**
   * Writes a whole array. Once this returns, the bytes outlive the process; until {@link #sync} they do not outlive a
   * loss of power.
   *
   * @param offset in the file, at most its size
   */
  void write(long offset, byte[] bytes) throws IOException;

  /** Cuts the file at this size. */
  void truncate(long size) throws IOException;

  /** Makes the written bytes survive a power failure. */
  void sync() throws IOException;

  @Override
  void close();
}
