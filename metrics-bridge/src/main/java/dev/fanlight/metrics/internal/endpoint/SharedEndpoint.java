/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The pages that the sections of one file share: the endpoint of the metrics serves them if there is one, else they have a
 * server of their own. Any thread.
 */
public final class SharedEndpoint {

  /*
   * The sections come and go one by one, in any order, and the section of the metrics is closed before its successor opens
   * the port again. While there is no endpoint of the metrics, the pages are at their own port, which is another one.
   */

  private static final Logger logger = Logger.getLogger(SharedEndpoint.class.getName());

  private final ReentrantLock lock = new ReentrantLock();

  private volatile @Nullable Pages pages;

  @GuardedBy("lock") private boolean isServedByMetrics;

  @GuardedBy("lock") private boolean isOnOpenPort;

  @GuardedBy("lock") private Supplier<@Nullable MetricsServer> opener = () -> null;

  @GuardedBy("lock") private @Nullable MetricsServer own;

  /** Returns the pages as they are now; null if there are none. */
  @Nullable Pages pages() {
    return pages;
  }

  /**
   * The endpoint of the metrics is open, and serves {@link #pages}.
   *
   * @param isOpenPort whether it can be reached from other machines without a password
   */
  public void metricsOpened(boolean isOpenPort) {
    lock.lock();
    try {
      isServedByMetrics = true;
      isOnOpenPort = isOpenPort;
      closeOwnLocked();
      warnLocked();
    } finally {
      lock.unlock();
    }
  }

  /** The endpoint of the metrics is closed. */
  public void metricsClosed() {
    lock.lock();
    try {
      isServedByMetrics = false;
      isOnOpenPort = false;
      openOwnLocked();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Serves these pages from now on.
   *
   * @param newOpener opens a server for them where there is no endpoint of the metrics; null if it cannot
   */
  public void attach(Pages newPages, Supplier<@Nullable MetricsServer> newOpener) {
    lock.lock();
    try {
      pages = newPages;
      opener = newOpener;
      openOwnLocked();
      warnLocked();
    } finally {
      lock.unlock();
    }
  }

  /** Serves no pages any more. */
  public void detach() {
    lock.lock();
    try {
      pages = null;
      closeOwnLocked();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the server of the pages' own; null if there is none. */
  public @Nullable MetricsServer own() {
    lock.lock();
    try {
      return own;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock") private void warnLocked() {
    if (pages != null && isOnOpenPort) {
      logger.warning(
          "/fanlight answers 403, because the endpoint of the metrics can be reached from other machines without a password."
              + " Set metrics.basic_auth, or give the page a port of its own with status.port.");
    }
  }

  @GuardedBy("lock") private void openOwnLocked() {
    if (pages != null && own == null && !isServedByMetrics) {
      own = opener.get();
    }
  }

  @GuardedBy("lock") private void closeOwnLocked() {
    if (own != null) {
      own.close();
      own = null;
    }
  }
}
