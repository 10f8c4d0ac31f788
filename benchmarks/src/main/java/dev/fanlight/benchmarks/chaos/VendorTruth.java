/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The fate of each span at one vendor, by id, from its journal. */
final class VendorTruth {

  /** The last event of a span at the vendor. */
  enum Fate {
    UNSEEN,
    TAKEN,
    REFUSED,
    TAKEN_THEN_REFUSED
  }

  /*
   * The sender's timeout runs from the first byte of the request, which a receiver that gets no CPU sees seconds later. An
   * answer that took this long after the spans were taken may have come after a timeout of five seconds. The first requests
   * of a process wait for its TLS and its classes as well.
   */
  private static final long SLOW_MILLIS = ChaosConfig.TIMEOUT_MILLIS / 5;

  private final Map<Integer, int[]> lastTaken =
      new HashMap<>(); // index of the entry + 1; negative: refused since
  private long phantoms;
  private String firstPhantom = "";
  private long duplicates;
  private long wrongDuplicates;
  private String firstWrongDuplicate = "";

  private VendorTruth(List<LifeTruth> lives) {
    for (LifeTruth life : lives) {
      lastTaken.put(life.life(), new int[(int) life.begun() + 1]);
    }
  }

  /**
   * Replays a journal.
   *
   * @param disturbances when this vendor's answers may have been lost
   */
  static VendorTruth replay(
      List<LifeTruth> lives, List<JournalEntry> journal, List<Disturbance> disturbances) {
    VendorTruth truth = new VendorTruth(lives);
    for (int i = 0; i < journal.size(); i++) {
      for (JournalEntry.Range range : journal.get(i).ranges()) {
        truth.replay(range, i, journal, disturbances);
      }
    }
    return truth;
  }

  private void replay(
      JournalEntry.Range range,
      int index,
      List<JournalEntry> journal,
      List<Disturbance> disturbances) {
    int[] last = lastTaken.get(range.life());
    for (long number = range.first(); number <= range.last(); number++) {
      if (last == null || number < 1 || number >= last.length) {
        phantoms++;
        firstPhantom = firstPhantom.isEmpty() ? range.life() + ":" + number : firstPhantom;
        continue;
      }
      int before = last[(int) number];
      if (!journal.get(index).taken()) {
        last[(int) number] = before > 0 ? -before : before == 0 ? Integer.MIN_VALUE : before;
        continue;
      }
      last[(int) number] = index + 1;
      if (before != 0 && before != Integer.MIN_VALUE) {
        duplicates++;
        JournalEntry earlier = journal.get(Math.abs(before) - 1);
        if (!mayComeAgain(earlier, journal.get(index), disturbances)) {
          wrongDuplicates++;
          firstWrongDuplicate = firstWrongDuplicate.isEmpty()
              ? range.life() + ":" + number + " at " + journal.get(index).atMillis()
              : firstWrongDuplicate;
        }
      }
    }
  }

  /** The sender had no answer yet, or may not have read or noted it. */
  private static boolean mayComeAgain(
      JournalEntry earlier, JournalEntry again, List<Disturbance> disturbances) {
    long tookMillis = earlier.answeredMillis() - earlier.atMillis();
    if (earlier.answeredMillis() == 0
        || earlier.answeredMillis() >= again.atMillis()
        || tookMillis > SLOW_MILLIS
        || earlier.isCold()) {
      return true;
    }
    return disturbances.stream()
        .anyMatch(time -> time.excuses(earlier.atMillis(), earlier.answeredMillis()));
  }

  Fate fate(int life, long number) {
    int last = Objects.requireNonNull(lastTaken.get(life))[(int) number];
    if (last == 0) {
      return Fate.UNSEEN;
    }
    if (last > 0) {
      return Fate.TAKEN;
    }
    return last == Integer.MIN_VALUE ? Fate.REFUSED : Fate.TAKEN_THEN_REFUSED;
  }

  /** Returns how many spans came that no life had ended. */
  long phantoms() {
    return phantoms;
  }

  String firstPhantom() {
    return firstPhantom;
  }

  long duplicates() {
    return duplicates;
  }

  /** Returns how many spans came again although their answer had arrived. */
  long wrongDuplicates() {
    return wrongDuplicates;
  }

  String firstWrongDuplicate() {
    return firstWrongDuplicate;
  }
}
