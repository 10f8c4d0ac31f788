/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

/**
 * The search for the bad spans of one batch that the vendor refused, from its first span to its last. Confined to the
 * thread that holds the batch.
 */
final class Bisection {

  /*
   * All spans before the search's position are settled. Of the spans behind it a first run is known to hold a bad one:
   *
   *   settled │ holds a bad span          │ unknown
   *           ▲ position   ▲ half of it   ▲
   *
   * The first half of the run is sent. If it is accepted, the bad span is behind it: that half is settled, and no
   * request repeats a known fact. If it is refused, it is the new run, and the other half is unknown again. A single
   * span is given up only if it was refused alone. After it, all that is unknown goes as one request. So one bad span
   * of n costs about log2 n + 2 requests, and each further one as many, while halving both sides would cost twice
   * that. (F. K. Hwang, "A method for detecting all defective members in a population by group testing", 1972.)
   */

  private final int maxRequests;
  private int suspectSpans;
  private int requests = 1; // the first one that the batch is sent in again

  /**
   * A search in a batch that was refused whole.
   *
   * @param spans of the batch; at least 1
   * @param maxRequests of the search
   */
  Bisection(int spans, int maxRequests) {
    this.maxRequests = maxRequests;
    this.suspectSpans = spans;
  }

  /**
   * Returns how many spans the next request has, from the position on.
   *
   * @param remaining spans that are not settled; at least 1
   */
  int nextSpans(int remaining) {
    return suspectSpans == 0 ? remaining : (suspectSpans + 1) / 2;
  }

  /** Counts a request; false if it is above the maximum. */
  boolean countRequest() {
    requests++;
    return requests <= maxRequests;
  }

  /** The first spans were taken: the position is behind them. */
  void taken(int spans) {
    suspectSpans = Math.max(0, suspectSpans - spans);
  }

  /**
   * The first spans were refused.
   *
   * @return whether it was a single span, which is a bad one; the position is behind it then
   */
  boolean refused(int spans) {
    suspectSpans = spans == 1 ? 0 : spans;
    return spans == 1;
  }
}
