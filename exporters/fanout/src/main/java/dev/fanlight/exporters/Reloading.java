/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters;

import dev.fanlight.exporters.internal.config.ConfigWatcher;
import dev.fanlight.exporters.internal.config.Configuration;
import dev.fanlight.exporters.internal.config.Problem;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Has each new version of the file take effect, and says in the log what came of it. The watcher's thread only. */
final class Reloading implements ConfigWatcher.Listener {

  private static final Logger LOGGER = Logger.getLogger("dev.fanlight.exporters");

  private final Switchboard switchboard;

  Reloading(Switchboard switchboard) {
    this.switchboard = switchboard;
  }

  @Override
  public void changed(Configuration wanted, List<Problem> warnings) {
    try {
      switchboard.apply(wanted);
      switchboard.reloaded(true);
      report(warnings);
      LOGGER.info(() -> "the file was changed. "
          + StartLine.of(
              wanted,
              switchboard.runningSections(),
              switchboard.waiting(),
              switchboard.isOnDisk()));
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void unchanged(List<Problem> warnings) {
    switchboard.credentialsChanged();
    switchboard.reloaded(true);
    report(warnings);
  }

  @Override
  public void refused(List<Problem> problems) {
    switchboard.reloaded(false);
    report(problems);
    LOGGER.warning("the file was changed and is not right: nothing changes until it is");
  }

  /** Problems with the file, one line each; none of them holds a value of it. */
  static void report(List<Problem> problems) {
    for (Problem problem : problems) {
      Level level = problem.severity() == Problem.Severity.ERROR ? Level.SEVERE : Level.WARNING;
      LOGGER.log(level, problem::toString);
    }
  }
}
