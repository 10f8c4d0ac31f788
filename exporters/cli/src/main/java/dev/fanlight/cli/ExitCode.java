/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

/** How the command ends. */
final class ExitCode {

  /** All is well. */
  static final int OK = 0;

  /** The file has errors. */
  static final int BAD_FILE = 1;

  /** The command line is wrong. */
  static final int USAGE = 2;

  /** The file is right, and a vendor did not take the probe. */
  static final int PROBE_FAILED = 3;

  /** Some of the log on disk is not as it was written. */
  static final int DAMAGED = 4;

  /** A defect of the command itself. */
  static final int DEFECT = 70;

  private ExitCode() {}
}
