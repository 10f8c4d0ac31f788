/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.files.FileStatus;
import dev.fanlight.exporters.internal.files.FileStatus.Kind;

/** The degree to which the batches in a folder can be taken for batches of this user. */
public enum FolderTrust {

  /*
   * A segment is not signed: a user with write permission can have spans sent with our keys. So only folders count
   * that belong to us and that users outside their group cannot write. Group permissions are the owner's or root's
   * decision (Kubernetes gives the group of a volume, fsGroup, write permission to all folders in it), and files must
   * belong to us in addition. If the file system keeps no owners (Windows), any real folder counts: its access list
   * has to keep other users out.
   */

  /** There is no folder of this name. */
  MISSING,
  /** A folder that belongs to this user alone. */
  TRUSTED,
  /** A link, a file, a pipe or a device. */
  NOT_A_FOLDER,
  /** A folder of another user. */
  FOREIGN,
  /** A folder of this user in which every user may write. */
  WRITABLE_BY_OTHERS;

  private static final int ROOT = 0;

  /** Returns the trust in a slot, for a process of this user. */
  static FolderTrust ofSlot(FileStatus status, int user) {
    if (status.kind() != Kind.FOLDER) {
      return NOT_A_FOLDER;
    }
    if (status.owner() != user) {
      return FOREIGN;
    }
    return status.isWritableByOthers() ? WRITABLE_BY_OTHERS : TRUSTED;
  }

  /**
   * Returns the trust in the folder of the slots: it may also belong to root, and every user may create files in it if
   * its sticky bit prevents renames of files of other users.
   */
  static FolderTrust ofBase(FileStatus status, int user) {
    if (status.kind() != Kind.FOLDER) {
      return NOT_A_FOLDER;
    }
    if (status.owner() != user && status.owner() != ROOT && status.owner() != FileStatus.NO_OWNER) {
      return FOREIGN;
    }
    return status.isWritableByOthers() && !status.isSticky() ? WRITABLE_BY_OTHERS : TRUSTED;
  }
}
