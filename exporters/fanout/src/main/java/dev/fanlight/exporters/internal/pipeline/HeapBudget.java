/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

/**
 * The shares of the heap that the stage before the log may use.
 *
 * @param queueBytes estimated bytes of all spans in the queue
 * @param batchBytes estimated encoded bytes that close a batch, before compression
 * @param spanBytes maximum of the estimated encoded bytes of one span; a larger span is not exported
 */
record HeapBudget(long queueBytes, int batchBytes, int spanBytes) {

  /*
   * A batch exists up to four times for a moment: the edited spans, the message, the compressed pieces, the compressed
   * body. With a 64th of the heap for each copy, a view that is being written takes a sixteenth of the heap at most.
   * The maximum stays below the 4 MiB that a gRPC server takes by default, with room for the error of the estimate, so
   * that no lane has to cut an ordinary batch.
   */

  private static final int MIN_BATCH_BYTES = 128 << 10;
  private static final int MAX_BATCH_BYTES = 3 << 20;
  private static final int MAX_SPAN_BYTES = 64 << 20; // the SDK encodes no larger message

  /** The shares of a heap of this size. */
  static HeapBudget of(long heapBytes) {
    return new HeapBudget(
        heapBytes / 10,
        (int) Math.max(MIN_BATCH_BYTES, Math.min(MAX_BATCH_BYTES, heapBytes / 64)),
        (int) Math.max(MIN_BATCH_BYTES, Math.min(MAX_SPAN_BYTES, heapBytes / 16)));
  }

  /** The shares of the heap of this JVM. */
  static HeapBudget ofThisJvm() {
    return of(Runtime.getRuntime().maxMemory());
  }
}
