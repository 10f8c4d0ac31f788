/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import dev.fanlight.exporters.internal.reason.DropReason;
import dev.fanlight.exporters.internal.reason.FilterCounts;
import org.jspecify.annotations.Nullable;

/** The vendors that share a view, as the view's writer books spans for all of them. The batcher's thread only. */
interface ViewLedgers {

  /** The batcher took spans for each of them, of which the view's rules filter some. */
  void received(int spans, FilterCounts filteredOfThem);

  /**
   * Received spans are lost to each of them: booked as dropped, then told.
   *
   * @param spans may be zero
   * @param why null if only the reason is known
   */
  void lost(int spans, DropReason reason, @Nullable Throwable why);

  /**
   * Hands received spans over to the log. Has no effect if the closing thread has booked them.
   *
   * @param append from its return on the log answers for the spans; if it throws, so does this method
   */
  default void handOver(int spans, Runnable append) {
    append.run();
  }
}
