/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Commands of the operating system that signal or limit a child process. */
final class ProcessSignals {

  private ProcessSignals() {}

  static void suspend(long pid) throws IOException, InterruptedException {
    run(List.of("kill", "-STOP", Long.toString(pid)));
  }

  static void resume(long pid) throws IOException, InterruptedException {
    run(List.of("kill", "-CONT", Long.toString(pid)));
  }

  /** Makes every write fail that would make a file larger, as a full disk does, without being root. */
  static void refuseGrowth(long pid) throws IOException, InterruptedException {
    run(List.of("prlimit", "--pid", Long.toString(pid), "--fsize=0:unlimited"));
  }

  static void admitGrowth(long pid) throws IOException, InterruptedException {
    run(List.of("prlimit", "--pid", Long.toString(pid), "--fsize=unlimited:unlimited"));
  }

  /** Writes the stacks of all threads of a JVM into the file. */
  static void dumpThreads(long pid, Path file) throws IOException, InterruptedException {
    new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "jstack").toString(),
            Long.toString(pid))
        .redirectErrorStream(true)
        .redirectOutput(file.toFile())
        .start()
        .waitFor();
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    int code = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (code != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + code);
    }
  }
}
