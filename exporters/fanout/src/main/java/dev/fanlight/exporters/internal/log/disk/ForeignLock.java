/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.disk.Disk.Holding;
import dev.fanlight.exporters.internal.log.disk.Disk.LockReport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** Asks whether another process holds a lock. */
final class ForeignLock {

  /*
   * Java cannot ask without taking: a shared lock is taken, on a handle for reading, and given back at once. A process
   * that starts in the same microsecond takes the next slot.
   */

  private static final int MAX_TEXT_BYTES = 1024;

  private ForeignLock() {}

  static LockReport report(Path file, OwnerCheck owners) throws IOException {
    if (!owners.isThere(file)) {
      return new LockReport(Holding.FREE, "");
    }
    try (FileChannel channel =
        FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      Holding holding = holding(channel);
      return new LockReport(holding, text(channel));
    } catch (AccessDeniedException othersAlone) {
      return new LockReport(Holding.UNKNOWN, "");
    }
  }

  private static Holding holding(FileChannel channel) throws IOException {
    try (FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
      return lock == null ? Holding.HELD : Holding.FREE;
    } catch (OverlappingFileLockException inThisProcess) {
      return Holding.HELD;
    }
  }

  private static String text(FileChannel channel) {
    ByteBuffer text = ByteBuffer.allocate(MAX_TEXT_BYTES);
    try {
      channel.read(text, 0);
    } catch (IOException lockedOnWindows) {
      return "";
    }
    return new String(text.array(), 0, text.position(), StandardCharsets.UTF_8);
  }
}
