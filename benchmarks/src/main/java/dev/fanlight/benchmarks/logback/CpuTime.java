/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.logback;

import java.lang.management.ManagementFactory;

/** The current thread's CPU time for each of many operations, which a busy machine does not blur as it does the time on the wall. */
final class CpuTime {
  private long operations;
  private long start;

  void begin() {
    operations = 0;
    start = now();
  }

  void count() {
    operations++;
  }

  void print() {
    System.out.printf("%,d ns of CPU each; ", (now() - start) / Math.max(1, operations));
  }

  private static long now() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
