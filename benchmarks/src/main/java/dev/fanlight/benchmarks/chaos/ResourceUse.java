/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The resources that a process holds after a garbage collection.
 *
 * @param heap bytes
 * @param direct bytes of direct buffers
 * @param threads live threads
 * @param files open file descriptors; 0 where there is no /proc
 */
record ResourceUse(long heap, long direct, int threads, long files) {

  /* Stated margins: by so much two measurements of an unchanged process may differ. */
  private static final long HEAP_MARGIN = 12L << 20;
  private static final long DIRECT_MARGIN = 4L << 20;
  private static final int THREAD_MARGIN = 4;
  private static final int FILE_MARGIN = 8;

  /** Collects garbage and measures this process. */
  static ResourceUse measure() throws IOException {
    var memory = ManagementFactory.getMemoryMXBean();
    long heap = Long.MAX_VALUE;
    for (int i = 0;
        i < 3;
        i++) { // the first collection may make objects unreachable that the next one finds
      memory.gc();
      heap = Math.min(heap, memory.getHeapMemoryUsage().getUsed());
    }
    long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
    return new ResourceUse(
        heap, direct, ManagementFactory.getThreadMXBean().getThreadCount(), openFiles());
  }

  private static long openFiles() throws IOException {
    Path folder = Path.of("/proc/self/fd");
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  String line() {
    return heap + " " + direct + " " + threads + " " + files;
  }

  static ResourceUse parse(String line) {
    String[] words = line.split(" ", -1);
    return new ResourceUse(
        Long.parseLong(words[0]),
        Long.parseLong(words[1]),
        Integer.parseInt(words[2]),
        Long.parseLong(words[3]));
  }

  /** Returns a sentence for each figure that grew beyond its margin. */
  List<String> growthSince(ResourceUse before) {
    List<String> growth = new ArrayList<>();
    compare(growth, "heap after GC", before.heap, heap, HEAP_MARGIN);
    compare(growth, "direct memory", before.direct, direct, DIRECT_MARGIN);
    compare(growth, "threads", before.threads, threads, THREAD_MARGIN);
    compare(growth, "open files", before.files, files, FILE_MARGIN);
    return growth;
  }

  private static void compare(
      List<String> growth, String figure, long before, long now, long margin) {
    if (now > before + margin) {
      growth.add("the generator's " + figure + " grew from " + before + " to " + now + ", margin "
          + margin);
    }
  }
}
