/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a simulated pipeline. Vendor 0 is healthy: it has no limits, and no event changes its conduct.
 *
 * @param suspensionMillis maximum time for which a thread stands still anywhere
 * @param disk null for a log in memory
 */
record Setup(
    long memoryBytes,
    int queueCapacity,
    int batchSpans,
    int batchBytes,
    int delayMillis,
    int shutdownMillis,
    int suspensionMillis,
    List<VendorSetup> vendors,
    @Nullable DiskSetup disk) {

  /** Batches with all their bodies that the log holds at least: one in flight, and one that is written. */
  private static final int MIN_BATCHES = 2;

  /**
   * The settings of a vendor.
   *
   * @param limitBytes of a message; 0 for none
   * @param saysItsLimit whether the settings hold the limit, or the vendor only answers 413
   */
  record VendorSetup(
      int latencyMillis,
      int limitBytes,
      boolean saysItsLimit,
      int attributeLimit,
      int window,
      int timeoutMillis,
      int view,
      int maxAgeMinutes) {}

  /**
   * Returns a rate that the healthy vendor takes easily, and of which the log holds a batch of each view several times, with
   * all that comes while a thread is suspended.
   */
  int maxBytesASecond() {
    VendorSetup healthy = vendors.get(0);
    long taken = 1_000L * healthy.window() * batchBytes() / healthy.latencyMillis();
    long held = 1_000L * memoryBytes() / (delayMillis() + suspensionMillis);
    long bodies = Math.max(4, 2L * bodies(vendors));
    return (int) Math.min(taken / 3, held / bodies);
  }

  /** Returns the spans that the healthy vendor takes in two seconds. */
  int maxBurst() {
    VendorSetup healthy = vendors.get(0);
    return 2_000 * healthy.window() * batchSpans() / healthy.latencyMillis();
  }

  static Setup random(Random random) {
    int memory = 50_000 << random.nextInt(7);
    List<VendorSetup> vendors = new ArrayList<>();
    vendors.add(new VendorSetup(5 + random.nextInt(200), 0, false, 0, 2, 10_000, 0, 60));
    int count = 1 + random.nextInt(8);
    for (int i = 0; i < count; i++) {
      boolean isLimited = random.nextInt(3) == 0;
      vendors.add(new VendorSetup(
          1 + random.nextInt(300),
          isLimited ? 2_000 + random.nextInt(40_000) : 0,
          random.nextBoolean(),
          random.nextInt(4) == 0 ? 20 + random.nextInt(400) : 0,
          1 + random.nextInt(4),
          500 + random.nextInt(9_500),
          random.nextInt(3) / 2,
          random.nextInt(3) == 0 ? 1 + random.nextInt(10) : 60));
    }
    int queueCapacity = 256 << random.nextInt(4);
    int batchSpans = 16 << random.nextInt(6);
    int batchBytes = memory / (4 + random.nextInt(12));
    return new Setup(
        Math.max(memory, MIN_BATCHES * bodies(vendors) * batchBytes),
        queueCapacity,
        batchSpans,
        batchBytes,
        100 + random.nextInt(2_000),
        1_000 + random.nextInt(5_000),
        random.nextInt(3) == 0 ? 1 + random.nextInt(random.nextInt(2) == 0 ? 300 : 3_000) : 0,
        List.copyOf(vendors),
        null);
  }

  /** Returns the number of bodies that the log gets of one batch: of each view one, and one for each limit of attributes. */
  private static int bodies(List<VendorSetup> vendors) {
    return (int) vendors.stream()
        .map(vendor -> List.of(vendor.view(), vendor.attributeLimit()))
        .distinct()
        .count();
  }

  /** Returns the same with a log on disk. */
  Setup with(DiskSetup onDisk) {
    return new Setup(
        memoryBytes,
        queueCapacity,
        batchSpans,
        batchBytes,
        delayMillis,
        shutdownMillis,
        suspensionMillis,
        vendors,
        onDisk);
  }
}
