/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

/** The names of the files of a slot that are no segments. */
final class SlotFiles {

  static final String LOCK = "lock";

  private SlotFiles() {}

  /** Returns true if a file of this name belongs to the log. */
  static boolean isOurs(String name) {
    return name.equals(LOCK) || name.equals(StateFile.NAME) || name.equals(StateFile.NEW_NAME);
  }
}
