/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The services' JSON logs: one file each, read line by line. */
record LogFiles(Path folder, List<String> services) {
  LogFiles {
    services = List.copyOf(services);
  }

  /** Returns the number of log lines of each cause. */
  CauseCounter causes() throws IOException {
    var tally = new CauseCounter();
    for (String service : services) {
      for (LogLine line : lines(service, "\"labels.cause\"")) {
        line.cause().ifPresent(cause -> tally.add(cause, 1));
      }
    }
    return tally;
  }

  /** The lines that carry this trace id, in the order of time. */
  List<LogLine> of(String trace) throws IOException {
    List<LogLine> found = new ArrayList<>();
    for (String service : services) {
      lines(service, trace).stream().filter(line -> line.trace().equals(trace)).forEach(found::add);
    }
    found.sort((a, b) -> a.time().compareTo(b.time()));
    return found;
  }

  private List<LogLine> lines(String service, String containing) throws IOException {
    List<LogLine> lines = new ArrayList<>();
    for (Path file : files(service)) {
      try (BufferedReader reader = open(file)) {
        reader
            .lines()
            .filter(line -> line.contains(containing))
            .forEach(line -> lines.add(LogLine.of(service, line)));
      }
    }
    return lines;
  }

  /* The current file, and the rolled and compressed files. */
  private List<Path> files(String service) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(service + ".json"))
          .toList();
    }
  }

  private static BufferedReader open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    boolean zipped = file.getFileName().toString().endsWith(".gz");
    return new BufferedReader(
        new InputStreamReader(zipped ? new GZIPInputStream(in) : in, StandardCharsets.UTF_8));
  }
}
