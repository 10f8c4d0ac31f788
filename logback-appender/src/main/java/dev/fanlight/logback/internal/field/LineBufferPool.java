/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A few drafts for any number of threads. Never blocks; keeps at most {@value #SLOTS}, none of them large. */
final class LineBufferPool {
  private static final int SLOTS = 16;
  private static final int LARGEST = 65_536;

  /*
   * Not a thread-local: a million virtual threads would hold a million buffers, and an event logged while another is
   * being encoded on the same thread needs a second one.
   */
  private final AtomicReferenceArray<@Nullable LineBuffer> slots =
      new AtomicReferenceArray<>(SLOTS);
  private final Supplier<LineBuffer> maker;

  LineBufferPool(Supplier<LineBuffer> maker) {
    this.maker = maker;
  }

  /** A draft of the caller's own until it is given back. */
  LineBuffer take() {
    LineBuffer draft = slots.getAndSet(slot(), null);
    return draft != null ? draft : maker.get();
  }

  void give(LineBuffer draft) {
    draft.end();
    if (draft.line().capacity() <= LARGEST) {
      slots.set(slot(), draft);
    }
  }

  private static int slot() {
    long id = Thread.currentThread().getId();
    return (int) (id ^ (id >>> 4)) & (SLOTS - 1);
  }
}
