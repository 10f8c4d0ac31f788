/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.fanlight.exporters.internal.text.ForeignText;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What the log says of itself: each change of state once. Any thread. */
final class Health {

  private static final Logger LOGGER = Logger.getLogger("dev.fanlight.exporters");

  private final Path folder;
  private final Set<Path> saidOf = new HashSet<>();

  @GuardedBy("this") private boolean isFailing;

  @GuardedBy("this") private boolean isSlow;

  @GuardedBy("this") private boolean saidFoldersAreNotSynced;

  Health(Path folder) {
    this.folder = folder;
  }

  /** The disk refuses. */
  synchronized void failing(Throwable e) {
    if (!isFailing) {
      isFailing = true;
      say(
          Level.WARNING,
          "cannot be written: " + ForeignText.described(e)
              + ". Batches wait in memory, within buffer.memory, until it can;"
              + " what finds no room there is counted as dropped{disk_unavailable}."
              + " Look at its space, owner and permissions.");
    }
  }

  /** Whether the disk refused last. */
  synchronized boolean isFailing() {
    return isFailing;
  }

  /** The disk has been taking longer than anybody waits for some time. */
  synchronized void slow() {
    if (!isSlow && !isFailing) {
      isSlow = true;
      say(
          Level.WARNING,
          "is slow: its writer is behind. Nobody waits for it until it has caught up, and batches wait in memory,"
              + " within buffer.memory; what finds no room there is counted as dropped{disk_unavailable}, and what"
              + " is not written when the process is killed is lost. Look at the load of the disk.");
    }
  }

  /** The file system refused to sync a folder. */
  synchronized void foldersNotSynced(Throwable e) {
    if (!saidFoldersAreNotSynced) {
      saidFoldersAreNotSynced = true;
      say(
          Level.WARNING,
          "the file system cannot sync a folder (" + ForeignText.described(e)
              + "). Batches survive a crash of the process as elsewhere; after a loss of power the newest segments may"
              + " be missing, whatever buffer.disk.sync says. Choose a folder on a local file system to avoid that.");
    }
  }

  /** All that waited is on disk. */
  synchronized void caughtUp() {
    if (isFailing || isSlow) {
      say(Level.INFO, "is written again; all that waited in memory is on disk.");
    }
    isFailing = false;
    isSlow = false;
  }

  /** Our folder was deleted under us. */
  synchronized void gone(Path slot) {
    say(
        Level.WARNING,
        slot
            + " was deleted; it is made again. What was in it is still sent, but does not survive this"
            + " process any more.");
  }

  synchronized void unreadable(Path file, Throwable e) {
    if (saidOf.add(file)) {
      say(
          Level.WARNING,
          "cannot read " + file + ": " + ForeignText.described(e) + ". It is tried again.");
    }
  }

  synchronized void newer(Path slot, Throwable e) {
    if (saidOf.add(slot)) {
      say(
          Level.WARNING,
          slot + " is left alone: " + ForeignText.message(e)
              + ", which a newer version of Fanlight wrote. Start that version to have it delivered,"
              + " or delete the folder.");
    }
  }

  synchronized void foreign(Path file) {
    if (saidOf.add(file)) {
      say(Level.WARNING, file + " is none of its files and is left alone.");
    }
  }

  void stateLost(Path slot) {
    say(
        Level.WARNING,
        slot
            + " has segments and no sound cursors: every vendor begins with the oldest batch that is"
            + " there, so that spans may arrive twice.");
  }

  void stateOld(Path segment) {
    say(
        Level.WARNING,
        segment
            + " has batches that are newer than what the cursors beside it say of who wants them:"
            + " every vendor gets those of its format from there on, so that spans may arrive twice.");
  }

  void lostSegment(Path segment, Throwable e) {
    say(
        Level.WARNING,
        "cannot read " + segment + ": " + ForeignText.described(e)
            + ". It is left out; the rest is sent.");
  }

  void damaged(String vendor, long spans) {
    say(Level.WARNING, spans + " spans for " + vendor + " are damaged: dropped{corrupt}.");
  }

  void removed(String vendor, long spans) {
    if (spans > 0) {
      say(
          Level.WARNING,
          "holds " + spans + " spans for " + vendor
              + ", which the file does not name any more: dropped{vendor_removed}.");
    }
  }

  void changed(String vendor, long spans) {
    say(
        Level.WARNING,
        "holds " + spans + " spans for " + vendor
            + ", which goes to another place now, and they were not meant for that:"
            + " dropped{vendor_changed}.");
  }

  synchronized void defect(Throwable e) {
    if (!isFailing) {
      LOGGER.log(
          Level.WARNING,
          "disk log " + folder + ": its writer failed and goes on",
          ForeignText.loggable(e));
    }
  }

  private void say(Level level, String message) {
    LOGGER.log(level, ForeignText.line("disk log " + folder + ": " + message));
  }
}
