/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The reader of a receiver's journal; {@link ReceiverJournal} documents the format. */
final class VendorJournal {

  /** As many as a vendor's senders have in flight. */
  private static final long COLD_REQUESTS = 2;

  private VendorJournal() {}

  /** Returns the requests in their order. */
  static List<JournalEntry> read(Path file) throws IOException {
    return parse(Files.readAllLines(file));
  }

  static List<JournalEntry> parse(List<String> lines) {
    Map<String, Long> answered = new HashMap<>();
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      if (words[0].equals("A")) {
        answered.put(words[1], Long.parseLong(words[2]));
      }
    }
    List<JournalEntry> entries = new ArrayList<>();
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      if (!words[0].equals("A")) {
        entries.add(new JournalEntry(
            words[0].equals("T"),
            Long.parseLong(words[2]),
            answered.getOrDefault(words[1], 0L),
            number(words[1]) <= COLD_REQUESTS,
            JournalEntry.Range.parse(words[3])));
      }
    }
    return entries;
  }

  private static long number(String request) {
    return Long.parseLong(request.substring(request.indexOf('.') + 1));
  }
}
