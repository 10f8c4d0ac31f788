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
import org.jspecify.annotations.Nullable;

/**
 * The jobs that must be tried again, and whose turn it is: theirs, or that of what is fresh in the log.
 *
 * <p>Not safe on several threads: the lane's lock guards it.
 */
final class WaitingJobs {

  /*
   * While the lane is up, one waiting job goes after each request that got through, so that a bad one is found out by
   * the company of good ones. While it is not up, a job refused PATIENCE times in a row gives way to a fresh one, so that
   * a bad one cannot keep the lane shut. Where MANY wait, every other turn is theirs, however many they are: if all turns
   * were, nothing would get through beside them, and none would be found out.
   */

  private static final int MANY = 8;
  private static final int PATIENCE = 2;

  private final Deque<Job> jobs = new ArrayDeque<>();
  private boolean oneIsDue;
  private boolean wentFirst;

  /** One more request got through: a waiting job may have its next try. */
  void requestGotThrough() {
    oneIsDue = true;
  }

  /** Whether a waiting job goes before a fresh one this time. */
  boolean goFirst(boolean laneIsUp) {
    boolean due = laneIsUp ? oneIsDue : !jobs.isEmpty() && jobs.element().failures() < PATIENCE;
    oneIsDue = false;
    wentFirst = due || (jobs.size() >= MANY && !wentFirst);
    return wentFirst;
  }

  /** The next one, in flight again; null where none is left that the log has not given up. */
  @Nullable Job next() {
    for (Job job = jobs.poll(); job != null; job = jobs.poll()) {
      if (job.unpark()) {
        return job;
      }
    }
    return null;
  }

  /** Takes parked jobs back, oldest first. What failed queues up; what was cut, taken apart or called off goes on at once. */
  void putBack(List<Job> returned) {
    for (int i = returned.size() - 1; i >= 0; i--) { // the oldest ends up first
      Job job = returned.get(i);
      if (job.failures() == 0) {
        jobs.addFirst(job);
        oneIsDue = true;
      }
    }
    for (Job job : returned) {
      if (job.failures() > 0) {
        jobs.addLast(job);
      }
    }
  }

  /** Takes out what was written before a moment. */
  List<Job> removeOlderThan(long epochNanos) {
    List<Job> old = new ArrayList<>();
    for (Iterator<Job> all = jobs.iterator(); all.hasNext(); ) {
      Job job = all.next();
      if (job.appendedEpochNanos() < epochNanos) {
        all.remove();
        old.add(job);
      }
    }
    return old;
  }

  /** Takes out all there are. */
  List<Job> removeAll() {
    List<Job> all = List.copyOf(jobs);
    jobs.clear();
    return all;
  }

  /** Lets go of what the log gave up, which would keep its bytes alive. */
  void forgetGone() {
    jobs.removeIf(Job::isGone);
  }

  boolean isEmpty() {
    return jobs.isEmpty();
  }
}
