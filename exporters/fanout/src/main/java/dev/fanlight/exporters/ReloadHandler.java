/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters;

import dev.fanlight.exporters.internal.config.ConfigWatcher;
import dev.fanlight.exporters.internal.config.Configuration;
import dev.fanlight.exporters.internal.config.yaml.Problem;
import dev.fanlight.exporters.internal.text.MessageLogger;
import java.util.List;
import java.util.logging.Level;

/** Applies each new version of the file, and logs the result. The watcher's thread only. */
final class ReloadHandler implements ConfigWatcher.Listener {

  private static final MessageLogger LOGGER = MessageLogger.of("dev.fanlight.exporters");

  private final FanlightSpanProcessor switchboard;
  private final String documents;
  private boolean isRefusalWritten;
  private final ProblemLog problemLog = new ProblemLog();

  /**
   * Has new versions take effect.
   *
   * @param documents the names of the files, for people
   * @param problemsAtStart that were written already
   */
  ReloadHandler(
      FanlightSpanProcessor switchboard, String documents, List<Problem> problemsAtStart) {
    this.switchboard = switchboard;
    this.documents = documents;
    this.problemLog.addKnown(problemsAtStart);
  }

  @Override
  public void changed(Configuration wanted, List<Problem> warnings) {
    try {
      switchboard.apply(wanted);
      switchboard.reloaded(true);
      switchboard.fileRead(warnings);
      isRefusalWritten = false;
      problemLog.fileIsRight(warnings);
      LOGGER.log(
          Level.INFO,
          () -> documents + " was changed. "
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
    switchboard.fileRead(warnings);
    isRefusalWritten = false;
    problemLog.fileIsRight(warnings);
  }

  @Override
  public void restored(List<Problem> warnings) {
    unchanged(warnings);
    LOGGER.log(
        Level.INFO, () -> documents + " is right again and asks for what runs: nothing changes");
  }

  @Override
  public void secretsRenewed() {
    switchboard.credentialsChanged();
    LOGGER.log(
        Level.INFO,
        () -> "a secret or certificate that " + documents
            + " reads from a file has changed and is tried from now on");
  }

  @Override
  public void refused(List<Problem> problems) {
    switchboard.reloaded(false);
    switchboard.fileRead(problems);
    if (problemLog.writeNew(problems) || !isRefusalWritten) {
      isRefusalWritten = true;
      LOGGER.log(
          Level.WARNING,
          () -> documents + " was changed and is not right: nothing changes until it is");
    }
  }
}
