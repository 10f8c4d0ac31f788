/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.disk;

import dev.fanlight.exporters.internal.settings.DiskSettings.Sync;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Append and replay of the log on disk, beside what {@code dd} writes and reads there. See benchmarks/README.md. */
public final class DiskThroughput {

  private static final int ROUNDS = 3;

  private final Path folder;
  private final int mebibytes;
  private final Map<String, List<Double>> rates = new LinkedHashMap<>();

  private DiskThroughput(Path folder, int mebibytes) {
    this.folder = folder;
    this.mebibytes = mebibytes;
  }

  /** Mebibytes to write and read, and the folder to do it in. */
  public static void main(String[] arguments) throws Exception {
    int mebibytes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2_048;
    Path parent = Path.of(arguments.length > 1 ? arguments[1] : "benchmarks/target");
    Path folder = Files.createTempDirectory(Files.createDirectories(parent), "disk");
    try {
      new DiskThroughput(folder, mebibytes).run();
    } finally {
      delete(folder);
    }
  }

  private void run() throws IOException {
    for (int round = 1; round <= ROUNDS; round++) {
      DdProcess dd = new DdProcess(folder.resolve("dd"), mebibytes);
      record("dd, write and sync at the end", dd.write());
      record("dd, read", dd.read());
      Files.delete(folder.resolve("dd"));
      for (Sync sync : Sync.values()) {
        Path path = folder.resolve(sync.name());
        LogUse log = new LogUse(path, mebibytes);
        record("append, sync: " + sync.name().toLowerCase(Locale.ROOT), log.append(sync));
        if (sync == Sync.INTERVAL) {
          record("replay", log.replay());
        }
        delete(path);
      }
    }
    System.out.print(table());
  }

  private void record(String name, long nanos) {
    rates
        .computeIfAbsent(name, key -> new ArrayList<>())
        .add(((long) mebibytes << 20) * 1e3 / nanos);
  }

  private String table() {
    StringBuilder table =
        new StringBuilder(String.format("%-34s%10s%14s%n", "", "MB/s", "spans/s"));
    rates.forEach((name, each) -> {
      double median = each.stream().sorted().toList().get(each.size() / 2);
      String spans = name.startsWith("dd")
          ? ""
          : String.format(Locale.ROOT, "%,.0f", median * 1e6 / LogUse.BODY_BYTES * LogUse.SPANS);
      table.append(String.format(Locale.ROOT, "%-34s%10.0f%14s%n", name, median, spans));
    });
    return table.toString();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
