/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.cost;

/**
 * What is measured.
 *
 * @param pipeline none, stock, fanlight or disk (Fanlight with its log on disk)
 * @param vendors how many
 * @param batchSpans of a full batch
 */
record Setup(String pipeline, int vendors, int batchSpans) {

  static final int STOCK_BATCH = 512;
  static final int FANLIGHT_BATCH = 2_048;
  static final Setup NONE = new Setup("none", 1, 1);

  /** What everything is compared with: stock, one vendor, as it comes. */
  static final Setup YARDSTICK = new Setup("stock", 1, STOCK_BATCH);

  /** At the pipeline's own batch size. */
  static Setup own(String pipeline, int vendors) {
    return new Setup(pipeline, vendors, pipeline.equals("stock") ? STOCK_BATCH : FANLIGHT_BATCH);
  }

  /** At the other one's. */
  static Setup swapped(String pipeline, int vendors) {
    return new Setup(pipeline, vendors, pipeline.equals("stock") ? FANLIGHT_BATCH : STOCK_BATCH);
  }

  /** The same with the log in memory. */
  Setup inMemory() {
    return new Setup("fanlight", vendors, batchSpans);
  }

  @Override
  public String toString() {
    return pipeline.equals("none")
        ? "none"
        : pipeline + ", " + vendors + (vendors == 1 ? " vendor" : " vendors") + ", batches of "
            + batchSpans;
  }
}
