/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.cost;

/**
 * The pipeline to measure and its size.
 *
 * @param pipeline {@code none}, {@code stock}, fanlight or disk (Fanlight with its log on disk)
 * @param vendors number of vendors
 * @param batchSpans spans of a full batch
 */
record PipelineSetup(String pipeline, int vendors, int batchSpans) {

  static final int STOCK_BATCH = 512;
  static final int FANLIGHT_BATCH = 2_048;
  static final PipelineSetup NONE = new PipelineSetup("none", 1, 1);

  /** The setup that all ratios are relative to: stock, one vendor, default settings. */
  static final PipelineSetup YARDSTICK = new PipelineSetup("stock", 1, STOCK_BATCH);

  /** Returns a setup of the pipeline's own batch size. */
  static PipelineSetup own(String pipeline, int vendors) {
    return new PipelineSetup(
        pipeline, vendors, pipeline.equals("stock") ? STOCK_BATCH : FANLIGHT_BATCH);
  }

  /** Returns a setup of the other pipeline's batch size. */
  static PipelineSetup swapped(String pipeline, int vendors) {
    return new PipelineSetup(
        pipeline, vendors, pipeline.equals("stock") ? FANLIGHT_BATCH : STOCK_BATCH);
  }

  /** Returns this setup with the log in memory. */
  PipelineSetup inMemory() {
    return new PipelineSetup("fanlight", vendors, batchSpans);
  }

  @Override
  public String toString() {
    return pipeline.equals("none")
        ? "none"
        : pipeline + ", " + vendors + (vendors == 1 ? " vendor" : " vendors") + ", batches of "
            + batchSpans;
  }
}
