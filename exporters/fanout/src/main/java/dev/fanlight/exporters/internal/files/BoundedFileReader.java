/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.files;

import dev.fanlight.exporters.internal.files.UnreadableFileException.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;

/** Reads small files of the user: configuration, secrets, certificates. Any thread. */
public final class BoundedFileReader {

  /*
   * The open of a named pipe waits for a writer, and the read of a device may never end. So the kind of the file is
   * looked at before it is opened, links followed: Kubernetes mounts its secrets as links.
   *
   * The files of the kernel in /proc and /sys are regular files of size 0. The read of some never ends: that of
   * /proc/kmsg waits for the next message. A file of size 0 has no content, so it is not opened.
   */

  /** The maximum size of a file in bytes: 4 MiB. */
  public static final int MAX_BYTES = 4 << 20;

  private BoundedFileReader() {}

  /**
   * Returns the content of a regular file of at most {@link #MAX_BYTES}; empty for a file of size 0, such as the
   * kernel's.
   *
   * @throws UnreadableFileException for any other file; no file was opened that could block
   */
  public static byte[] read(Path file) throws UnreadableFileException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      check(attributes, file);
      return attributes.size() == 0 && Files.isReadable(file) ? new byte[0] : content(file);
    } catch (UnreadableFileException known) {
      throw known;
    } catch (NoSuchFileException missing) {
      throw new UnreadableFileException(file, Fault.MISSING, missing);
    } catch (IOException | SecurityException unreadable) {
      throw new UnreadableFileException(file, Fault.UNREADABLE, unreadable);
    }
  }

  private static byte[] content(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) { // has grown
        Arrays.fill(bytes, (byte) 0);
        throw new UnreadableFileException(file, Fault.TOO_LONG, null);
      }
      return bytes;
    }
  }

  private static void check(BasicFileAttributes attributes, Path file)
      throws UnreadableFileException {
    if (attributes.isDirectory()) {
      throw new UnreadableFileException(file, Fault.FOLDER, null);
    }
    if (!attributes.isRegularFile()) {
      throw new UnreadableFileException(file, Fault.SPECIAL, null);
    }
    if (attributes.size() > MAX_BYTES) {
      throw new UnreadableFileException(file, Fault.TOO_LONG, null);
    }
  }
}
