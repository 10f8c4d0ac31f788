/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries that must be tried again, and the decision whether one of these goes before a fresh one.
 *
 * <p>Not safe on several threads: the lane's lock guards it.
 */
final class RetryQueue {

  /*
   * While the lane is up, one waiting delivery goes after each request that got through, so that a bad one is found
   * out by the company of good ones. While it is not up, a delivery that failed `patience` times in a row gives way to
   * a fresh one, so that a bad one cannot keep the lane shut. If `manyWaiting` or more wait, every other turn is for
   * them, whatever their number: if they had all turns, no fresh batch would get through beside them, and no bad one
   * would be found.
   */

  private final Supplier<RetryPolicy> policy;
  private final Deque<Delivery> deliveries = new ArrayDeque<>();
  private boolean oneIsDue;
  private boolean wentFirst;

  RetryQueue(Supplier<RetryPolicy> policy) {
    this.policy = policy;
  }

  /** Notes a successful request: a waiting delivery may have its next attempt. */
  void requestGotThrough() {
    oneIsDue = true;
  }

  /** Returns true if a waiting delivery goes before a fresh one this time. */
  boolean goFirst(boolean laneIsUp) {
    boolean due = laneIsUp
        ? oneIsDue
        : !deliveries.isEmpty()
            && deliveries.element().history().failures() < policy.get().patience();
    oneIsDue = false;
    wentFirst = due || (deliveries.size() >= policy.get().manyWaiting() && !wentFirst);
    return wentFirst;
  }

  /** Returns the next delivery, held; null if the log has given up all that are left. */
  @Nullable Delivery next() {
    for (Delivery delivery = deliveries.poll(); delivery != null; delivery = deliveries.poll()) {
      if (delivery.resume()) {
        return delivery;
      }
    }
    return null;
  }

  /** Takes parked deliveries back, oldest first. Failed ones queue up; ones that were cut, taken apart or called off go first. */
  void putBack(List<Delivery> returned) {
    for (int i = returned.size() - 1; i >= 0; i--) { // the oldest ends up first
      Delivery delivery = returned.get(i);
      if (delivery.history().failures() == 0) {
        deliveries.addFirst(delivery);
        oneIsDue = true;
      }
    }
    for (Delivery delivery : returned) {
      if (delivery.history().failures() > 0) {
        deliveries.addLast(delivery);
      }
    }
  }

  /** Takes out the deliveries that were written before a moment. */
  List<Delivery> removeOlderThan(long epochNanos) {
    List<Delivery> old = new ArrayList<>();
    for (Iterator<Delivery> all = deliveries.iterator(); all.hasNext(); ) {
      Delivery delivery = all.next();
      if (delivery.appendedEpochNanos() < epochNanos) {
        all.remove();
        old.add(delivery);
      }
    }
    return old;
  }

  /** Takes out all there are. */
  List<Delivery> removeAll() {
    List<Delivery> all = List.copyOf(deliveries);
    deliveries.clear();
    return all;
  }

  /** Releases deliveries whose records the log gave up; they would keep the bytes alive. */
  void forgetGone() {
    deliveries.removeIf(Delivery::isGone);
  }

  boolean isEmpty() {
    return deliveries.isEmpty();
  }
}
