/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.fanlight.exporters.internal.log.Backlog;
import dev.fanlight.exporters.internal.log.BatchLog;
import dev.fanlight.exporters.internal.log.BatchLog.Losses;
import dev.fanlight.exporters.internal.log.BatchLog.ReaderSettings;
import dev.fanlight.exporters.internal.log.Books;
import dev.fanlight.exporters.internal.log.Lease;
import dev.fanlight.exporters.internal.log.LogReader;
import dev.fanlight.exporters.internal.reason.DropReason;
import dev.fanlight.exporters.internal.threads.Threads;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A reader of a {@link DeferredLog}: reads no record until it is connected to the chosen log. Any thread. */
final class DeferredReader implements LogReader {

  /** The end of an empty log. */
  private static final long NOTHING = Long.MIN_VALUE;

  private final ReaderSettings settings;
  private final Books books;
  private final Losses losses;
  private final Runnable wakeUp;

  private final ReentrantLock lock = Threads.current().newLock();

  @GuardedBy("lock") private @Nullable String view;

  @GuardedBy("lock") private boolean isEnded;

  private volatile @Nullable LogReader reader; // written once, under this lock

  DeferredReader(ReaderSettings settings, Books books, Losses losses, Runnable wakeUp) {
    this.settings = settings;
    this.books = books;
    this.losses = losses;
    this.wakeUp = wakeUp;
  }

  /** Reads this log from now on, and follows its view; a reader that has ended does not. */
  void connect(BatchLog log) {
    lock.lock();
    try {
      if (!isEnded) {
        LogReader connected = log.newReader(settings, books, losses, wakeUp);
        if (view != null) {
          connected.follow(view);
        }
        reader = connected;
      }
    } finally {
      lock.unlock();
    }
  }

  void wakeUp() {
    wakeUp.run();
  }

  @Override
  public void follow(String view) {
    lock.lock();
    try {
      this.view = view;
      LogReader connected = reader;
      if (connected != null) {
        connected.follow(view);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void unfollow() {
    lock.lock();
    try {
      view = null;
      LogReader connected = reader;
      if (connected != null) {
        connected.unfollow();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void prepare(long tooOldEpochNanos, int maxSpans, int maxBytes) {
    LogReader connected = reader;
    if (connected != null) {
      connected.prepare(tooOldEpochNanos, maxSpans, maxBytes);
    }
  }

  @Override
  public @Nullable Lease take(int maxSpans, int maxBytes) {
    LogReader connected = reader;
    return connected == null ? null : connected.take(maxSpans, maxBytes);
  }

  @Override
  public boolean hasCapacity() {
    LogReader connected = reader;
    return connected == null || connected.hasCapacity();
  }

  @Override
  public long end() {
    LogReader connected = reader;
    return connected == null ? NOTHING : connected.end();
  }

  @Override
  public boolean hasSettled(long end) {
    LogReader connected = reader;
    return connected == null || end == NOTHING || connected.hasSettled(end);
  }

  @Override
  public Backlog backlog() {
    LogReader connected = reader;
    return connected == null ? Backlog.NONE : connected.backlog();
  }

  @Override
  public long unsettledSpans() {
    LogReader connected = reader;
    return connected == null ? 0 : connected.unsettledSpans();
  }

  @Override
  public long abandon(DropReason reason) {
    LogReader connected = endUnconnected();
    return connected == null ? 0 : connected.abandon(reason);
  }

  @Override
  public long keep() {
    LogReader connected = endUnconnected();
    return connected == null ? 0 : connected.keep();
  }

  private @Nullable LogReader endUnconnected() {
    lock.lock();
    try {
      isEnded |= reader == null;
      return reader;
    } finally {
      lock.unlock();
    }
  }
}
