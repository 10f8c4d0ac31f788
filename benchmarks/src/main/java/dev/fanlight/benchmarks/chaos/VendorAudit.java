/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;

/**
 * The account of one vendor, by span id: the spans of its receiver beside the counts of the ledger. Every difference is a
 * sentence in {@link #problems}.
 */
final class VendorAudit {

  private final String vendor;
  private final VendorLedger ledger;
  private final VendorTruth truth;
  private final List<String> problems = new ArrayList<>();
  private long appended;
  private long taken;
  private long refusedOnly;
  private long takenThenRefused;
  private long unseen;
  private long unseenWhileAbsent;
  private long beforeLog;
  private String firstUnseen = "";

  private VendorAudit(String vendor, VendorLedger ledger, VendorTruth truth) {
    this.vendor = vendor;
    this.ledger = ledger;
    this.truth = truth;
  }

  /**
   * Audits one vendor after a run.
   *
   * @param isAbsent whether the vendor was not in the file when the span (life, number) ended
   */
  static VendorAudit of(
      String vendor,
      List<LifeTruth> lives,
      VendorTruth truth,
      VendorLedger ledger,
      BiPredicate<Integer, Long> isAbsent) {
    VendorAudit audit = new VendorAudit(vendor, ledger, truth);
    lives.forEach(life -> audit.count(life, isAbsent));
    audit.checkIds();
    audit.checkLedger();
    return audit;
  }

  private void count(LifeTruth life, BiPredicate<Integer, Long> isAbsent) {
    appended += life.appended();
    long wronglyTaken = 0;
    for (long number = 1; number <= life.begun(); number++) {
      VendorTruth.Fate fate = truth.fate(life.life(), number);
      if (life.isAppended(number)) {
        count(life.life(), number, fate, isAbsent);
      } else if (fate != VendorTruth.Fate.UNSEEN) {
        beforeLog++;
        wronglyTaken += life.isRefused(number) ? 1 : 0;
      }
    }
    if (wronglyTaken > 0) {
      problem("has %d spans that the queue had refused", wronglyTaken);
    }
  }

  private void count(
      int life, long number, VendorTruth.Fate fate, BiPredicate<Integer, Long> isAbsent) {
    switch (fate) {
      case TAKEN -> taken++;
      case REFUSED -> refusedOnly++;
      case TAKEN_THEN_REFUSED -> takenThenRefused++;
      case UNSEEN -> {
        if (isAbsent.test(life, number)) {
          unseenWhileAbsent++;
        } else {
          unseen++;
          firstUnseen = firstUnseen.isEmpty() ? life + ":" + number : firstUnseen;
        }
      }
    }
  }

  private void checkIds() {
    if (truth.phantoms() > 0) {
      problem("got %d spans that never ended, first %s", truth.phantoms(), truth.firstPhantom());
    }
    if (truth.wrongDuplicates() > 0) {
      problem(
          "got %d spans again although their answer had arrived, first %s",
          truth.wrongDuplicates(), truth.firstWrongDuplicate());
    }
    long explained = ledger.allDropped() + ledger.rejected().getOrDefault("poison", 0L);
    if (unseen > explained) {
      problem(
          "never got %d spans of which the ledger explains %d, first %s",
          unseen, explained, firstUnseen);
    }
  }

  private void checkLedger() {
    if (!ledger.addsUp()) {
      problem("has a ledger that does not add up: %s", ledger);
    }
    if (ledger.buffered() != 0) {
      problem("still has %d spans buffered", ledger.buffered());
    }
    if (ledger.filtered() != 0) {
      problem("has %d spans filtered, and no rule", ledger.filtered());
    }
    checkReceived();
    if (beforeLog > GeneratorAudit.MOST_LOST_AT_KILL) {
      problem("got %d spans that the log never had", beforeLog);
    }
    long arrivedAndDropped = Math.max(0, ledger.allDropped() - unseen);
    between("delivered", ledger.delivered(), taken - arrivedAndDropped, taken + takenThenRefused);
    between(
        "rejected",
        ledger.allRejected() - ledger.rejected().getOrDefault("poison", 0L),
        refusedOnly - arrivedAndDropped,
        refusedOnly + takenThenRefused);
  }

  /** A vendor that was absent has received less, by no more than the spans that it never saw meanwhile. */
  private void checkReceived() {
    between("received", ledger.received(), appended - unseenWhileAbsent, appended);
  }

  private void between(String column, long said, long least, long most) {
    if (said < least || said > most) {
      String truthfully = least == most ? Long.toString(most) : least + " to " + most;
      problem("has %s = %d in the ledger, and %s by ids", column, said, truthfully);
    }
  }

  private void problem(String format, Object... values) {
    problems.add(vendor + " " + String.format(Locale.ROOT, format, values));
  }

  List<String> problems() {
    return List.copyOf(problems);
  }

  static String header() {
    return String.format(
        Locale.ROOT,
        "%-12s %12s %12s %10s %10s %10s | %12s %12s %9s %9s  %s",
        "vendor",
        "appended",
        "taken",
        "refused",
        "unseen",
        "twice",
        "received",
        "delivered",
        "rejected",
        "dropped",
        "reasons");
  }

  /** Returns the line of this vendor: ids at the receiver, then the ledger. */
  String line() {
    Map<String, Long> reasons = new java.util.TreeMap<>(ledger.dropped());
    ledger.rejected().forEach((reason, spans) -> reasons.merge(reason, spans, Long::sum));
    return String.format(
            Locale.ROOT,
            "%-12s %,12d %,12d %,10d %,10d %,10d | %,12d %,12d %,9d %,9d  %s",
            vendor,
            appended,
            taken,
            refusedOnly + takenThenRefused,
            unseen + unseenWhileAbsent,
            truth.duplicates(),
            ledger.received(),
            ledger.delivered(),
            ledger.allRejected(),
            ledger.allDropped(),
            reasons.isEmpty() ? "" : reasons)
        + (beforeLog > 0 ? " (sent before the log had them: " + beforeLog + ")" : "");
  }
}
