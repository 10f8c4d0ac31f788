/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.fanlight.exporters.internal.settings.DiskSettings;
import dev.fanlight.exporters.internal.text.ForeignText;
import dev.fanlight.exporters.internal.text.MessageLogger;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.logging.Level;

/** Log messages about the log on disk: each change of state once. Any thread. */
final class Health {

  private static final MessageLogger LOGGER = MessageLogger.of("dev.fanlight.exporters");

  /** Other users may fill the folder: so many files and folders are named, and the rest is one line. */
  private static final int MAX_NAMED = 100;

  private static final long SAY_AGAIN_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final Path folder;
  private final UnaryOperator<String> shown;
  private final boolean isSilent;

  @GuardedBy("this") private final Set<Path> saidOf = new HashSet<>();

  @GuardedBy("this") private boolean isFailing;

  @GuardedBy("this") private boolean isSlow;

  @GuardedBy("this") private boolean saidFoldersAreNotSynced;

  @GuardedBy("this") private boolean saidOfMore;

  @GuardedBy("this") private boolean saidRecordsAreTooLarge;

  @GuardedBy("this") private boolean wasFull;

  @GuardedBy("this") private long fullAtNanos;

  Health(DiskSettings settings) {
    this(settings.folder(), settings::shown, false);
  }

  private Health(Path folder, UnaryOperator<String> shown, boolean isSilent) {
    this.folder = folder;
    this.shown = shown;
    this.isSilent = isSilent;
  }

  /** Returns a silent instance: a report shows all of it. */
  static Health silent(Path folder) {
    return new Health(folder, UnaryOperator.identity(), true);
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

  /** Returns true if the disk refused last. */
  synchronized boolean isFailing() {
    return isFailing;
  }

  /** Reports that the disk has taken longer than the maximum wait for some time. */
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

  /** The disk is full, and the oldest segments make way. */
  synchronized void full(Throwable e, long nowNanos) {
    if (!wasFull || nowNanos - fullAtNanos > SAY_AGAIN_NANOS) {
      say(
          Level.WARNING,
          "the disk is full (" + ForeignText.message(e)
              + "): the oldest batches of this process make way for new ones, as when buffer.disk.limit is reached,"
              + " counted as dropped{buffer_full}. Free space on the disk, or lower buffer.disk.limit.");
    }
    wasFull = true;
    fullAtNanos = nowNanos;
  }

  /** A batch on disk is larger than this process can read. */
  synchronized void tooLarge(Path segment, long bytes, long maxBytes) {
    if (!saidRecordsAreTooLarge) {
      saidRecordsAreTooLarge = true;
      say(
          Level.WARNING,
          segment.getFileName() + " has a batch of " + bytes
              + " bytes, and this process reads at most " + maxBytes
              + ": it and others like it are left out, counted as dropped{too_large}. A process with a larger heap"
              + " wrote it. Start with that heap (-Xmx) to have such batches sent, or lower batch.bytes there.");
    }
  }

  /** Other users may rename the slots of a folder. */
  void baseNotTrusted(Path base, FolderTrust trust) {
    say(
        Level.WARNING,
        (trust == FolderTrust.FOREIGN
                ? "another user owns this folder and can rename"
                : "every user of the machine may write in this folder and can rename")
            + " what is in it, so that waiting batches may be lost; batches of other users are not sent."
            + " Let buffer.disk.path name a folder in it, such as " + base.resolve("fanlight")
            + ", which is made for this user alone.");
  }

  /** Reports a slot that is not used, because its content may be foreign. */
  synchronized void slotNotTrusted(Path slot, FolderTrust trust) {
    if (isFirstOf(slot)) {
      say(
          Level.WARNING,
          slot + " is left alone: "
              + switch (trust) {
                case FOREIGN ->
                  "it belongs to another user. If its batches are yours, give it to the user of this process"
                      + " (chown -R).";
                case WRITABLE_BY_OTHERS ->
                  "every user may write in it, so that its batches may not be ours. If they are, run chmod 700.";
                default -> "it is a link or a file, and not a folder. Delete it.";
              });
    }
  }

  /** A name that looks like a slot's. */
  synchronized void noSlotName(Path path) {
    if (isFirstOf(path)) {
      say(
          Level.WARNING,
          path + " is left alone: slots are called slot-0 to slot-" + (SlotName.MAX_SLOTS - 1)
              + ". Delete it if nobody needs it.");
    }
  }

  @GuardedBy("this") private boolean isFirstOf(Path path) {
    if (saidOf.size() < MAX_NAMED) {
      return saidOf.add(path);
    }
    if (!saidOfMore && !saidOf.contains(path)) {
      saidOfMore = true;
      say(
          Level.WARNING,
          "more than " + MAX_NAMED
              + " files or folders in it cannot be used; the others are not named."
              + " Look at it with: fanlight log " + folder);
    }
    return false;
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

  /** Reports that all waiting records are on disk. */
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
            + " was deleted or replaced; it is made again. What was in it is still sent, but does not survive this"
            + " process any more.");
  }

  synchronized void unreadable(Path file, Throwable e) {
    if (isFirstOf(file)) {
      say(Level.WARNING, "cannot read " + file + ": " + described(e) + ". It is tried again.");
    }
  }

  synchronized void newer(Path slot, Throwable e) {
    if (isFirstOf(slot)) {
      say(
          Level.WARNING,
          slot + " is left alone: " + ForeignText.message(e)
              + ", which a newer version of Fanlight wrote. Start that version to have it delivered,"
              + " or delete the folder.");
    }
  }

  /** Reports files of other programs in a slot. */
  synchronized void foreign(Path slot, String first, int count) {
    if (isFirstOf(slot.resolve(first))) {
      say(
          Level.WARNING,
          slot + " holds " + count + (count == 1 ? " file" : " files")
              + " of other programs, left alone: "
              + ForeignText.clean(first) + (count == 1 ? "." : " and others."));
    }
  }

  /** Reports a file without a state, in a slot that needs none. */
  void stateUnsound(Path slot) {
    say(
        Level.WARNING,
        slot.resolve(StateFile.NAME) + " is damaged, or larger than "
            + (StateFile.MAX_FILE_BYTES >> 20)
            + " MiB, and is not used; no batch waits beside it.");
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

  /** Segments of a slot that cannot be read. */
  synchronized void lostSegments(UnreadSegments unread) {
    if (isFirstOf(unread.first())) {
      say(Level.WARNING, text(unread) + ". What is in there is left out; the rest is sent.");
    }
  }

  /** Segments that cannot be read now, in a slot of another process. */
  synchronized void postponedSegments(UnreadSegments unread) {
    if (isFirstOf(unread.first())) {
      say(
          Level.WARNING,
          text(unread) + ". The slot of another process stays as it is, and is read again in 30 s;"
              + " check the disk.");
    }
  }

  private String text(UnreadSegments unread) {
    int more = unread.count() - 1;
    return "cannot read " + unread.first() + (more == 0 ? "" : " and " + more + " more segments")
        + ": " + described(unread.cause());
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
          ForeignText.loggable(e),
          () -> shown.apply("disk log " + folder + ": its writer failed and goes on"));
    }
  }

  /** Without the path, which the line has already. */
  private String described(Throwable e) {
    if (e instanceof FileSystemException refusal && refusal.getReason() != null) {
      Path file = Path.of(refusal.getFile());
      boolean isInside = file.startsWith(folder) && !file.equals(folder);
      return (isInside ? file.getFileName() + " " : "") + refusal.getReason();
    }
    return ForeignText.described(e);
  }

  private void say(Level level, String message) {
    if (isSilent) {
      return;
    }
    LOGGER.log(level, ForeignText.line(shown.apply("disk log " + folder + ": " + message)));
  }
}
