/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.util.Arrays;

/** A file that is an array. */
final class BytesFile implements DiskFile {

  private byte[] bytes;

  BytesFile(byte[] bytes) {
    this.bytes = bytes;
  }

  byte[] bytes() {
    return bytes;
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public int read(long offset, byte[] into, int length) {
    int read = (int) Math.max(0, Math.min(length, bytes.length - offset));
    System.arraycopy(bytes, (int) Math.min(offset, bytes.length), into, 0, read);
    return read;
  }

  @Override
  public void write(long offset, byte[] written) {
    bytes = Arrays.copyOf(bytes, (int) Math.max(bytes.length, offset + written.length));
    System.arraycopy(written, 0, bytes, (int) offset, written.length);
  }

  @Override
  public void truncate(long size) {
    bytes = Arrays.copyOf(bytes, (int) Math.min(size, bytes.length));
  }

  @Override
  public void sync() {}

  @Override
  public void close() {}
}
