/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.schedules;

/** Ends the threads of a run that is over. */
final class RunEndedError extends Error {

  private static final long serialVersionUID = 1;

  RunEndedError() {
    super("the run is over", null, false, false);
  }
}
