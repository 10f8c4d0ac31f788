/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The journal of spans that a receiver has taken and refused, one line each, in the file before the answer goes out. Any
 * thread.
 *
 * <pre>
 * T request millis ranges    the spans are taken
 * R request millis ranges    the spans are refused for good
 * A request millis           the answer has been written
 * </pre>
 *
 * <p>A request is {@code PID.NUMBER}, so that the lives of one receiver share a file.
 */
final class ReceiverJournal {

  /** Not a channel: the interrupt of one request would close it for all. */
  private final FileOutputStream file;

  private final long pid = ProcessHandle.current().pid();

  ReceiverJournal(Path path) throws IOException {
    file = new FileOutputStream(path.toString(), true);
  }

  void taken(long request, String ranges) throws IOException {
    write("T", request, ranges);
  }

  void refused(long request, String ranges) throws IOException {
    write("R", request, ranges);
  }

  void answered(long request) throws IOException {
    write("A", request, "");
  }

  private synchronized void write(String kind, long request, String ranges) throws IOException {
    String line = kind + " " + pid + "." + request + " " + System.currentTimeMillis()
        + (ranges.isEmpty() ? "" : " " + ranges) + "\n";
    file.write(line.getBytes(StandardCharsets.US_ASCII));
  }
}
