/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The sequential throughput of the disk itself, by {@code dd}. */
final class DdProcess {

  private final Path file;
  private final int mebibytes;

  DdProcess(Path file, int mebibytes) {
    this.file = file;
    this.mebibytes = mebibytes;
  }

  /** Writes zeros and syncs at the end; nanoseconds. */
  long write() throws IOException {
    return run("if=/dev/zero", "of=" + file, "bs=1M", "count=" + mebibytes, "conv=fdatasync");
  }

  /** Reads it, from the disk and not from memory; nanoseconds. */
  long read() throws IOException {
    forget(file);
    return run("if=" + file, "of=/dev/null", "bs=1M");
  }

  /** Removes a file, or all files of a folder, from the operating system's page cache. */
  static void forget(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        run("of=" + each, "oflag=nocache", "conv=notrunc,fdatasync", "count=0", "status=none");
      }
    }
  }

  private static long run(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("dd"));
    command.addAll(List.of(arguments));
    long begun = System.nanoTime();
    Process process = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
    try {
      if (process.waitFor() != 0) {
        throw new IOException(command + " ended with " + process.exitValue());
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IOException(command + " was interrupted", stop);
    }
    return System.nanoTime() - begun;
  }
}
