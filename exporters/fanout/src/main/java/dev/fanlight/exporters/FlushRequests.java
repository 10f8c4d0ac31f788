/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.fanlight.exporters.internal.threads.FanlightThread;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Flushes asked for by the application: one at a time, on one thread, however many ask.
 *
 * <p>Requests during a running flush share the next one: the running flush may have begun before their last span.
 */
final class FlushRequests {

  private final Flush flush;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock") private boolean running;

  @GuardedBy("lock") private @Nullable CompletableResultCode next;

  FlushRequests(Flush flush) {
    this.flush = flush;
  }

  /** The result of a flush that begins after this call. */
  CompletableResultCode request() {
    lock.lock();
    try {
      if (next == null) {
        next = new CompletableResultCode();
      }
      CompletableResultCode result = next;
      if (!running) {
        new FanlightThread("flush", this::run).start();
        running = true;
      }
      return result;
    } catch (Error e) { // no thread to be had
      CompletableResultCode failed = CompletableResultCode.ofExceptionalFailure(e);
      next = null;
      return failed;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    for (CompletableResultCode due = take(); due != null; due = take()) {
      try {
        List<String> late = flush.flush();
        if (late.isEmpty()) {
          due.succeed();
        } else {
          due.failExceptionally(
              new IllegalStateException("not flushed to " + String.join(", ", late)));
        }
      } catch (InterruptedException | RuntimeException | Error e) {
        due.failExceptionally(e);
      }
    }
  }

  private @Nullable CompletableResultCode take() {
    lock.lock();
    try {
      CompletableResultCode due = next;
      next = null;
      running = due != null;
      return due;
    } finally {
      lock.unlock();
    }
  }

  /** The work of a flush. */
  interface Flush {
    /** Sends the queued spans; returns the vendors that have not answered for all of them. */
    List<String> flush() throws InterruptedException;
  }
}
