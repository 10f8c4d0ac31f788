/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.kafka;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** The acknowledgements that one attempt waits for. The client's network thread counts, and a sender thread waits. */
final class Acknowledgements implements Callback {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();

  @GuardedBy("lock") private int expected;

  @GuardedBy("lock") private int missing;

  @GuardedBy("lock") private @Nullable Exception failure;

  /** One record more is about to be passed to the client. */
  void expectOne() {
    lock.lock();
    try {
      expected++;
      missing++;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
    lock.lock();
    try {
      missing--;
      if (failure == null) {
        failure = exception;
      }
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until each record has ended; returns false if the time is over before. */
  boolean await(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = Math.min(nanos, TimeUnit.DAYS.toNanos(1));
      while (missing > 0) {
        if (left <= 0) {
          return false;
        }
        left = ended.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the first failure; null if all records are acknowledged. */
  @Nullable Exception failure() {
    lock.lock();
    try {
      return failure;
    } finally {
      lock.unlock();
    }
  }

  /** Returns true if the client took a record before the one that failed, so that the broker may have it. */
  boolean isAnySent() {
    lock.lock();
    try {
      return expected > 1;
    } finally {
      lock.unlock();
    }
  }
}
