/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/** Finds the sound states in the bytes of a file. Confined to one thread. */
final class StateScan {

  /*
   * States stand one behind the other. Behind a damaged one the next magic number is searched, and the checksum tells
   * whether a state begins there. Each wrong candidate costs a checksum over the length that it declares, so that a
   * file of magic numbers alone would cost the square of its size. Damage makes few wrong candidates: so their
   * checksums together may read FACTOR times the file, and behind that the rest counts as damaged.
   */

  private static final int FACTOR = 4;
  private static final int MAX_FOUND = 16;

  private final byte[] file;
  private final Deque<Integer> found = new ArrayDeque<>();
  private long visited;
  private long wrong;

  StateScan(byte[] file) {
    this.file = file;
  }

  /** Returns where the last sound states begin, the last one first. */
  Iterable<Integer> soundStates() {
    ByteBuffer in = ByteBuffer.wrap(file);
    int at = 0;
    while (at + StateFormat.PREFIX_BYTES <= file.length && wrong <= (long) FACTOR * file.length) {
      int length = in.getInt(at + 8);
      visited++;
      if (in.getInt(at) != StateFormat.MAGIC
          || length < StateFormat.PREFIX_BYTES
          || length > file.length - at) {
        at++; // damaged, or the torn tail
      } else if (isSound(in, at, length)) {
        add(at);
        at += length;
      } else {
        wrong += length;
        at++;
      }
    }
    return found;
  }

  private boolean isSound(ByteBuffer in, int at, int length) {
    visited += length;
    return in.getInt(at + 4) == Checksums.of(file, at + 8, at + length);
  }

  private void add(int at) {
    found.addFirst(at);
    if (found.size() > MAX_FOUND) {
      found.removeLast();
    }
  }

  /** Returns the number of visited bytes, each as often as it was visited. */
  long visitedBytes() {
    return visited;
  }
}
