/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

/** The exit codes of the command. */
final class ExitCode {

  /** Success. */
  static final int OK = 0;

  /** The file has errors. */
  static final int BAD_FILE = 1;

  /** The command line is wrong. */
  static final int USAGE = 2;

  /** The file is valid, but a vendor did not accept the probe. */
  static final int PROBE_FAILED = 3;

  /** The log on disk is damaged. */
  static final int DAMAGED = 4;

  /** An unexpected error in the command itself. */
  static final int DEFECT = 70;

  private ExitCode() {}
}
