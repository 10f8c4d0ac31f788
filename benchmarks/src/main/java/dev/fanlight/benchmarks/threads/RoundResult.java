/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.threads;

/**
 * The figures of one round: many threads of one kind log at once.
 *
 * @param lines number of lines that the threads logged
 * @param nanos time from the start of the first thread until the last thread has ended
 * @param cpuNanos user and system time of the process, until the queued lines are written
 * @param dropped lines that the appender dropped
 */
record RoundResult(long lines, long nanos, long cpuNanos, long dropped) {

  /** Returns the lines a second that were not dropped. */
  double linesPerSecond() {
    return (lines - dropped) * 1e9 / nanos;
  }

  /** Returns the CPU time of a line. */
  double cpuMicros() {
    return cpuNanos / 1e3 / lines;
  }

  /** Returns the line of text from which {@link #parse} restores the figures. */
  String format() {
    return lines + " " + nanos + " " + cpuNanos + " " + dropped;
  }

  static RoundResult parse(String line) {
    String[] figures = line.split(" ", -1);
    return new RoundResult(
        Long.parseLong(figures[0]),
        Long.parseLong(figures[1]),
        Long.parseLong(figures[2]),
        Long.parseLong(figures[3]));
  }
}
