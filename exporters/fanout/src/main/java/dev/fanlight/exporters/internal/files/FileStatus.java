/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;

/**
 * Kind, owner and permissions of a file, without following links.
 *
 * @param kind of the file
 * @param owner numeric id of the owner; {@link #NO_OWNER} if the file system keeps none
 * @param mode permission bits in POSIX numbering, with the sticky bit; 0 if the file system keeps none
 */
public record FileStatus(Kind kind, int owner, int mode) {

  /** The owner of a file in a file system without numeric owners, for example on Windows. */
  public static final int NO_OWNER = -1;

  private static final String UNIX = "unix";
  private static final int PERMISSIONS = 07777;
  private static final int WRITABLE_BY_OTHERS = 0002;
  private static final int STICKY = 01000;

  /** Returns the status of a file. */
  public static FileStatus of(Path file) throws IOException {
    Kind kind =
        Kind.of(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    if (!hasOwners(file)) {
      return new FileStatus(kind, NO_OWNER, 0);
    }
    Map<String, Object> unix =
        Files.readAttributes(file, UNIX + ":uid,mode", LinkOption.NOFOLLOW_LINKS);
    int owner = (Integer) Objects.requireNonNull(unix.get("uid"));
    int mode = (Integer) Objects.requireNonNull(unix.get("mode"));
    return new FileStatus(kind, owner, mode & PERMISSIONS);
  }

  /** Returns true if the file system of a path keeps numeric owners and permissions. */
  static boolean hasOwners(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains(UNIX);
  }

  /** Returns true if users other than the owner and its group may write. */
  public boolean isWritableByOthers() {
    return (mode & WRITABLE_BY_OTHERS) != 0;
  }

  /** Returns true if a user may delete or rename only its own files in this folder. */
  public boolean isSticky() {
    return (mode & STICKY) != 0;
  }

  /** The kind of a file. */
  public enum Kind {
    /** A regular file. */
    FILE,
    /** A folder. */
    FOLDER,
    /** A symbolic link, wherever it leads. */
    LINK,
    /** A pipe, socket or device. */
    SPECIAL;

    static Kind of(BasicFileAttributes attributes) {
      if (attributes.isRegularFile()) {
        return FILE;
      }
      if (attributes.isDirectory()) {
        return FOLDER;
      }
      return attributes.isSymbolicLink() ? LINK : SPECIAL;
    }
  }
}
