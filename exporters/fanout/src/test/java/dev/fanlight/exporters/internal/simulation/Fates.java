/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** What became of each span at one vendor, as the vendor knows it. Spans are numbered from 1. */
final class Fates {

  private static final byte IN_FLIGHT = 1;
  private static final byte TAKEN = 2;
  private static final byte ANSWERED = 4;
  private static final byte EVER_ANSWERED = 8;

  private final String vendor;
  private byte[] fates = new byte[1 << 10];
  private long taken;
  private long answered;
  private long refused;
  private long duplicates;
  private long everAnswered;
  private final Map<Long, Long> answeredNanos = new HashMap<>();

  /** Whether a span may come again that was accepted at a moment. */
  interface Repetition {
    boolean test(long id, long answeredNanos);
  }

  Fates(String vendor) {
    this.vendor = vendor;
  }

  /**
   * A request goes out.
   *
   * @return what is wrong with it; an empty string if nothing is
   */
  String sent(long[] ids, long lastId) {
    for (long id : ids) {
      if (id < 1 || id > lastId) {
        return "a span was never ended: " + id + " at " + vendor;
      }
      int at = index(id);
      if ((fates[at] & ANSWERED) != 0) {
        return "a span is sent again after the vendor accepted it: " + id + " at " + vendor
            + ", accepted at " + answeredNanos.getOrDefault(id, 0L) / 1_000_000 + " ms";
      }
      if ((fates[at] & IN_FLIGHT) != 0) {
        return "a span is in two requests at a time: " + id + " at " + vendor;
      }
      fates[at] |= IN_FLIGHT;
    }
    return "";
  }

  private int index(long id) {
    int at = (int) id;
    if (at >= fates.length) {
      fates = Arrays.copyOf(fates, Math.max(at + 1, 2 * fates.length));
    }
    return at;
  }

  /** The vendor takes spans of a request, all but the first few. */
  void taken(long[] ids, int refusedOfThem) {
    for (int i = refusedOfThem; i < ids.length; i++) {
      int at = index(ids[i]);
      if ((fates[at] & TAKEN) == 0) {
        taken++;
        fates[at] |= TAKEN;
      } else {
        duplicates++;
      }
    }
  }

  /** A request has ended without an answer that accepts it. */
  void landed(long[] ids) {
    for (long id : ids) {
      int at = index(id); // may enlarge the array
      fates[at] &= ~IN_FLIGHT;
    }
  }

  /** A request was answered as accepted, but for some spans. */
  void answered(long[] ids, int refusedOfThem, long nanos) {
    landed(ids);
    for (long id : ids) {
      int at = index(id);
      everAnswered += (fates[at] & EVER_ANSWERED) == 0 ? 1 : 0;
      fates[at] |= ANSWERED | EVER_ANSWERED;
      answeredNanos.put(id, nanos);
    }
    answered += ids.length - refusedOfThem;
    refused += refusedOfThem;
  }

  /** The process is gone: requests in flight have ended, and certain spans may come again. */
  void processIsGone(Repetition mayComeAgain) {
    for (int id = 1; id < fates.length; id++) {
      fates[id] &= ~IN_FLIGHT;
      if ((fates[id] & ANSWERED) != 0
          && mayComeAgain.test(id, answeredNanos.getOrDefault((long) id, 0L))) {
        fates[id] &= ~ANSWERED;
      }
    }
  }

  /** Spans of requests that were accepted, each once. */
  long everAnswered() {
    return everAnswered;
  }

  boolean isTaken(long id) {
    int at = index(id);
    return (fates[at] & TAKEN) != 0;
  }

  /** Spans that the vendor has, each once. */
  long taken() {
    return taken;
  }

  /** Spans of which the lane was told that the vendor has them. */
  long answered() {
    return answered;
  }

  /** Spans of which the lane was told that the vendor accepted the request without them. */
  long refused() {
    return refused;
  }

  long duplicates() {
    return duplicates;
  }
}
