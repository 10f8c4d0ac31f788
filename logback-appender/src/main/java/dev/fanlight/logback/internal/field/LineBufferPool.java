/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A pool of line buffers for any number of threads. Does not block; keeps at most {@value #SLOTS} buffers of bounded size. */
final class LineBufferPool {
  private static final int SLOTS = 16;
  private static final int LARGEST = 65_536;

  /*
   * Rejected: a thread-local. A million virtual threads would hold a million buffers, and an event that is logged while the
   * same thread encodes another event needs a second buffer.
   */
  private final AtomicReferenceArray<@Nullable LineBuffer> slots =
      new AtomicReferenceArray<>(SLOTS);
  private final Supplier<LineBuffer> maker;

  LineBufferPool(Supplier<LineBuffer> maker) {
    this.maker = maker;
  }

  /** Returns a buffer that the caller owns until {@link #release}. */
  LineBuffer take() {
    LineBuffer buffer = slots.getAndSet(slot(), null);
    return buffer != null ? buffer : maker.get();
  }

  void release(LineBuffer buffer) {
    buffer.end();
    if (buffer.line().capacity() <= LARGEST) {
      slots.set(slot(), buffer);
    }
  }

  private static int slot() {
    long id = Thread.currentThread().getId();
    return (int) (id ^ (id >>> 4)) & (SLOTS - 1);
  }
}
