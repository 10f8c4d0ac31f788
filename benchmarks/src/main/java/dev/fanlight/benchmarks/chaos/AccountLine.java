/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import dev.fanlight.exporters.Fanlight;
import dev.fanlight.exporters.spi.Account;
import dev.fanlight.exporters.spi.Intake;
import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;

/** The public accounts of a process on one line, {@code key=value}, for another process. */
final class AccountLine {

  private AccountLine() {}

  static String of(Fanlight fanlight) {
    StringJoiner line = new StringJoiner(" ");
    Intake intake = fanlight.intake();
    line.add("ended=" + intake.ended()).add("refused=" + intake.refused());
    line.add("queued=" + intake.queued()).add("received=" + intake.received());
    for (Account account : fanlight.accounts()) {
      String name = account.vendor();
      line.add(name + ".state=" + account.state()).add(name + ".received=" + account.received());
      line.add(name + ".delivered=" + account.delivered());
      line.add(name + ".filtered=" + account.filtered());
      line.add(name + ".buffered=" + account.buffered());
      account
          .rejectedByReason()
          .forEach((reason, spans) -> line.add(name + ".rejected." + reason + "=" + spans));
      account
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
