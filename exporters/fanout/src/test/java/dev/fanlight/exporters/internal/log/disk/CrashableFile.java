/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What is in a file of a {@link FailingDisk}, and what of it was synced; guarded by the disk's lock. */
final class CrashableFile {

  private byte[] bytes;
  private byte[] synced;
  private final List<Change> later = new ArrayList<>();

  /** A file whose content was synced. */
  CrashableFile(byte[] content) {
    bytes = content.clone();
    synced = bytes;
  }

  int size() {
    return bytes.length;
  }

  byte[] bytes() {
    return bytes.clone();
  }

  byte[] synced() {
    return synced.clone();
  }

  void copyTo(int from, byte[] into, int length) {
    System.arraycopy(bytes, from, into, 0, length);
  }

  void write(int offset, byte[] written) {
    change(new Write(offset, written));
  }

  void truncate(int size) {
    change(new Cut(size));
  }

  private void change(Change change) {
    bytes = change.on(bytes, change.size());
    later.add(change);
  }

  void sync() {
    synced = bytes;
    later.clear();
  }

  /** Turns one bit over, as a disk does that forgets. */
  void flipBit(int at, int bit) {
    bytes = bytes.clone();
    bytes[at] ^= (byte) (1 << bit);
    synced = bytes;
    later.clear();
  }

  /** The synced content with any of the later changes, each whole, in part, or not at all. */
  byte[] afterPowerLoss(Random random) {
    byte[] left = synced;
    for (Change change : later) {
      switch (random.nextInt(3)) {
        case 0 -> left = change.on(left, change.size());
        case 1 -> left = change.on(left, random.nextInt(change.size() + 1));
        default -> {} // it never got there
      }
    }
    return left;
  }

  private interface Change {
    int size();

    byte[] on(byte[] content, int done);
  }

  private static final class Write implements Change {

    private final int offset;
    private final byte[] written;

    Write(int offset, byte[] written) {
      this.offset = offset;
      this.written = written;
    }

    @Override
    public int size() {
      return written.length;
    }

    @Override
    public byte[] on(byte[] content, int done) {
      if (done == 0) {
        return content;
      }
      byte[] result = Arrays.copyOf(content, Math.max(content.length, offset + done));
      System.arraycopy(written, 0, result, offset, done);
      return result;
    }
  }

  private record Cut(int to) implements Change {

    @Override
    public int size() {
      return 1;
    }

    @Override
    public byte[] on(byte[] content, int done) {
      return done == 0 ? content : Arrays.copyOf(content, Math.min(to, content.length));
    }
  }
}
