/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.testing.ScriptedVendor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a process did: a line for each deed, each with one write, so that a kill tears the last line at most. */
final class Journal {

  private final Path file;

  /** A journal that goes on at the end of a file. */
  Journal(Path file) {
    this.file = file;
  }

  /** A record is in the log: from here on it must not be lost. */
  void appended(BatchRecord record) {
    try {
      String encoding = record.format().encoding();
      List<String> ids = ScriptedVendor.spanIds(record.bodies().get(0).bytes(), encoding);
      write("appended " + encoding + " " + String.join(" ", ids));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A vendor's account at some moment. */
  void account(String moment, LedgerSnapshot account) throws IOException {
    write("%s %s %d %d %d %d"
        .formatted(
            moment,
            account.vendor(),
            account.received(),
            account.delivered(),
            account.buffered(),
            account.dropped() + account.rejected() + account.filtered()));
  }

  private void write(String line) throws IOException {
    try (FileOutputStream out = new FileOutputStream(file.toString(), true)) {
      out.write((line + " .\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private List<String[]> lines(String deed, String of) throws IOException {
    return !Files.exists(file)
        ? List.of()
        : Files.readAllLines(file).stream()
            .filter(line -> line.startsWith(deed + " " + of + " ") && line.endsWith(" ."))
            .map(line -> line.split(" ", -1))
            .toList();
  }

  /** Ids of all spans in records that were appended with this encoding. */
  Set<String> appended(String encoding) throws IOException {
    Set<String> ids = new HashSet<>();
    for (String[] words : lines("appended", encoding)) {
      ids.addAll(List.of(words).subList(2, words.length - 1));
    }
    return ids;
  }

  /** The accounts of a vendor at such moments, in order. */
  List<Figures> accounts(String moment, String vendor) throws IOException {
    return lines(moment, vendor).stream()
        .map(words -> new Figures(
            Long.parseLong(words[2]),
            Long.parseLong(words[3]),
            Long.parseLong(words[4]),
            Long.parseLong(words[5])))
        .toList();
  }

  /**
   * An account.
   *
   * @param other dropped, rejected and filtered
   */
  record Figures(long received, long delivered, long buffered, long other) {}
}
