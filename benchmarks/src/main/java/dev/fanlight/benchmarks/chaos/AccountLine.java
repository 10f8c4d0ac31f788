/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import dev.fanlight.exporters.Fanlight;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.spi.QueueSnapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;

/** The public accounts of a process on one line, {@code key=value}, for another process. */
final class AccountLine {

  private AccountLine() {}

  static String of(Fanlight fanlight) {
    StringJoiner line = new StringJoiner(" ");
    QueueSnapshot queue = fanlight.queueSnapshot();
    line.add("ended=" + queue.ended()).add("refused=" + queue.refused());
    line.add("queued=" + queue.queued()).add("received=" + queue.received());
    for (LedgerSnapshot ledger : fanlight.ledgerSnapshots()) {
      String name = ledger.vendor();
      line.add(name + ".state=" + ledger.state()).add(name + ".received=" + ledger.received());
      line.add(name + ".delivered=" + ledger.delivered());
      line.add(name + ".filtered=" + ledger.filtered());
      line.add(name + ".buffered=" + ledger.buffered());
      ledger
          .rejectedByReason()
          .forEach((reason, spans) -> line.add(name + ".rejected." + reason + "=" + spans));
      ledger
          .droppedByReason()
          .forEach((reason, spans) -> line.add(name + ".dropped." + reason + "=" + spans));
    }
    return line.toString();
  }

  /** Reads the line of another process. */
  static Map<String, String> parse(String line) {
    Map<String, String> values = new HashMap<>();
    for (String word : line.split(" ", -1)) {
      int equals = word.indexOf('=');
      values.put(word.substring(0, equals), word.substring(equals + 1));
    }
    return values;
  }
}
