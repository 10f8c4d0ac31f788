/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import dev.fanlight.benchmarks.chaos.ReceiverReply.Ending;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Decides on each request by the mode and the key, and writes the journal before the answer. Any thread.
 */
final class ReceiverPolicy {

  /** The interval of span numbers that are refused in mode POISON. */
  static final long POISON = 20_011;

  private static final int PARTIAL = 3;
  private static final long SLOW_MILLIS = 1_500;

  private final ReceiverJournal journal;
  private final AtomicLong requests = new AtomicLong();
  private final Object lock = new Object();
  private ReceiverMode mode = ReceiverMode.OK;
  private String key = "";

  ReceiverPolicy(ReceiverJournal journal) {
    this.journal = journal;
  }

  /** Changes the mode, and ends the wait of requests that hang. */
  void follow(ReceiverMode newMode) {
    synchronized (lock) {
      mode = newMode;
      lock.notifyAll();
    }
  }

  /** Refuses every other key from now on; an empty key admits all. */
  void require(String newKey) {
    synchronized (lock) {
      key = newKey;
    }
  }

  /** Decides, and records; blocks in modes HANG and SLOW. */
  ReceiverReply reply(SpanIds ids, String sentKey) throws IOException, InterruptedException {
    long request = requests.incrementAndGet();
    ReceiverMode now = mode();
    if (now == ReceiverMode.UNAUTHORISED || !admits(sentKey)) {
      return new ReceiverReply(request, 401, 0, 0, Ending.WHOLE);
    }
    return switch (now) {
      case UNAUTHORISED, UNAVAILABLE -> new ReceiverReply(request, 503, 0, 0, Ending.WHOLE);
      case RETRY_AFTER ->
        new ReceiverReply(request, request % 2 == 0 ? 429 : 503, 1, 0, Ending.WHOLE);
      case HANG -> hang(request);
      case POISON -> hasPoison(ids) ? refuse(request, ids) : take(request, ids, 0, Ending.WHOLE);
      case PARTIAL -> take(request, ids, Math.min(PARTIAL, ids.size()), Ending.WHOLE);
      case SLOW -> takeSlowly(request, ids);
      case LOSE -> take(request, ids, 0, Ending.LOST);
      case CUT -> take(request, ids, 0, Ending.CUT);
      case OK -> take(request, ids, 0, Ending.WHOLE);
    };
  }

  /** Records that the answer has been written. */
  void answered(ReceiverReply reply) throws IOException {
    if (reply.status() == 200) {
      journal.answered(reply.request());
    }
  }

  private ReceiverMode mode() {
    synchronized (lock) {
      return mode;
    }
  }

  private boolean admits(String sentKey) {
    synchronized (lock) {
      return key.isEmpty() || key.equals(sentKey);
    }
  }

  private static boolean hasPoison(SpanIds ids) {
    for (int i = 0; i < ids.size(); i++) {
      if (SpanNumber.of(ids.id(i)).number() % POISON == 0) {
        return true;
      }
    }
    return false;
  }

  private ReceiverReply refuse(long request, SpanIds ids) throws IOException {
    journal.refused(request, ids.ranges(0, ids.size()));
    return new ReceiverReply(request, 400, 0, 0, Ending.WHOLE);
  }

  private ReceiverReply take(long request, SpanIds ids, int rejected, Ending ending)
      throws IOException {
    if (rejected > 0) {
      journal.refused(request, ids.ranges(0, rejected));
    }
    if (rejected < ids.size()) {
      journal.taken(request, ids.ranges(rejected, ids.size()));
    }
    return new ReceiverReply(request, 200, 0, rejected, ending);
  }

  private ReceiverReply takeSlowly(long request, SpanIds ids)
      throws IOException, InterruptedException {
    ReceiverReply reply = take(request, ids, 0, Ending.WHOLE);
    synchronized (lock) {
      long until = System.nanoTime() + SLOW_MILLIS * 1_000_000;
      for (long left = SLOW_MILLIS; left > 0; left = (until - System.nanoTime()) / 1_000_000) {
        lock.wait(left);
      }
    }
    return reply;
  }

  private ReceiverReply hang(long request) throws InterruptedException {
    synchronized (lock) {
      while (mode == ReceiverMode.HANG) {
        lock.wait();
      }
    }
    return new ReceiverReply(request, 503, 0, 0, Ending.LOST);
  }
}
