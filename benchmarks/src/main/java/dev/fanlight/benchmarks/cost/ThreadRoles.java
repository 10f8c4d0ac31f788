/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.cost;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Map;
import java.util.TreeMap;

/** CPU time of the Java threads by role; the rest of a process is its compiler and collector. */
final class ThreadRoles {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private ThreadRoles() {}

  /** Nanoseconds since the start, by role. */
  static Map<String, Long> cpuNanos() {
    Map<String, Long> byRole = new TreeMap<>();
    for (ThreadInfo info : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
      if (info != null) {
        long nanos = Math.max(0, THREADS.getThreadCpuTime(info.getThreadId()));
        byRole.merge(role(info.getThreadName()), nanos, Long::sum);
      }
    }
    return byRole;
  }

  private static String role(String name) {
    if (name.equals("main")) {
      return "application";
    }
    if (name.equals("fanlight-batcher")) {
      return "batcher";
    }
    if (name.startsWith("fanlight-") && name.contains("-sender-")) {
      return "senders";
    }
    if (name.startsWith("BatchSpanProcessor")) {
      return "processors";
    }
    if (name.startsWith("OkHttp") || name.startsWith("okhttp") || name.startsWith("Okio")) {
      return "http client";
    }
    return "other threads";
  }
}
