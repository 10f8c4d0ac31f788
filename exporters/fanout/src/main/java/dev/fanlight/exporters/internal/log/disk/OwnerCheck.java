/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.files.FileStatus;
import dev.fanlight.exporters.internal.files.FileStatus.Kind;
import dev.fanlight.exporters.internal.files.ProcessUser;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalInt;

/** Distinguishes files of this user from files of other users. Any thread. */
final class OwnerCheck {

  /** Takes every owner for this user. */
  static final OwnerCheck NONE = new OwnerCheck(OptionalInt.empty());

  private final OptionalInt user;

  private OwnerCheck(OptionalInt user) {
    this.user = user;
  }

  static OwnerCheck ofThisProcess() {
    return new OwnerCheck(ProcessUser.id());
  }

  /** Returns the user that must own a file: this process's, or the owner of the file itself if that is not known. */
  int userFor(Path file) throws IOException {
    return user.isPresent() ? user.getAsInt() : FileStatus.of(file).owner();
  }

  /**
   * Checks that a file can be opened: to open a pipe would wait for its other end, a link leads to a foreign file, and
   * a file of another user has foreign content.
   *
   * @throws IOException if it cannot, or is not there
   */
  void checkRegular(Path file) throws IOException {
    FileStatus status = FileStatus.of(file);
    if (status.kind() != Kind.FILE) {
      throw new FileSystemException(file.toString(), null, "is no regular file");
    }
    boolean isKnown = user.isPresent() && status.owner() != FileStatus.NO_OWNER;
    if (isKnown && status.owner() != user.getAsInt()) {
      throw new FileSystemException(file.toString(), null, "belongs to another user");
    }
  }

  /** Returns true if the file can be opened; false if it does not exist. */
  boolean isThere(Path file) throws IOException {
    try {
      checkRegular(file);
      return true;
    } catch (NoSuchFileException missing) {
      return false;
    }
  }
}
