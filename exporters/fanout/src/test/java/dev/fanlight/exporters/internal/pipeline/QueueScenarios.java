/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import static dev.fanlight.exporters.internal.schedules.ScheduleExplorer.check;

import dev.fanlight.exporters.internal.schedules.ExploredThreads;
import dev.fanlight.exporters.internal.schedules.ScheduleExplorer;
import dev.fanlight.exporters.spi.QueueSnapshot;
import dev.fanlight.exporters.testing.EndedSpan;
import dev.fanlight.exporters.testing.FakeSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Scenarios of the queue before the batcher: a few producers and its consumer. */
public final class QueueScenarios {

  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private QueueScenarios() {}

  /** The scenarios by their names. */
  static final Map<String, Consumer<ExploredThreads>> ALL = Map.of(
      "ring", QueueScenarios::ring,
      "batch", QueueScenarios::batch,
      "flush", threads -> flush(threads, false),
      "oldest", threads -> flush(threads, true),
      "end", threads -> close(threads, false),
      "abandon", threads -> close(threads, true));

  /** Explores scenarios; returns the number of orders of each, or the first order that is wrong. */
  public static String explore(String names, String maxPreemptions) throws InterruptedException {
    return ScheduleExplorer.explore(ALL, names, Integer.parseInt(maxPreemptions));
  }

  private static ReadableSpan span(String name) {
    return new EndedSpan(FakeSpan.named(name));
  }

  /** Two producers fill a ring of two slots while the consumer takes. */
  private static void ring(ExploredThreads threads) {
    SpanRing ring = new SpanRing(2);
    RingModel model = new RingModel(ring);
    Thread first = threads.start(() -> model.offer("a1", "a2"));
    Thread second = threads.start(() -> model.offer("b1"));
    Thread consumer = threads.start(() -> {
      model.poll();
      model.poll();
    });
    threads.joinAll(first, second, consumer);
    while (ring.size() > 0) {
      model.poll();
    }
    model.offer("z");
    model.poll();
    model.checkEnd();
  }

  /** What the ring must do; one thread at a time uses it. */
  private static final class RingModel {

    private final SpanRing ring;
    private final Map<ReadableSpan, String> names = new HashMap<>();
    private final List<String> accepted = new ArrayList<>();
    private final List<String> taken = new ArrayList<>();
    private int offersAtWork;

    RingModel(SpanRing ring) {
      this.ring = ring;
    }

    void offer(String... spans) {
      for (String name : spans) {
        ReadableSpan span = span(name);
        names.put(span, name);
        int takenBefore = taken.size();
        offersAtWork++;
        boolean isTaken = ring.offer(span, ring.capacity());
        offersAtWork--;
        if (isTaken) {
          accepted.add(name);
        }
        check(
            isTaken || accepted.size() + offersAtWork - takenBefore >= ring.capacity(),
            name + " was refused with " + (accepted.size() - takenBefore) + " in the ring");
      }
    }

    void poll() {
      ReadableSpan span = ring.poll();
      if (span != null) {
        taken.add(names.get(span));
      }
    }

    void checkEnd() {
      List<String> missing = new ArrayList<>(accepted);
      missing.removeAll(taken);
      check(missing.isEmpty(), "lost: " + missing);
      check(taken.size() == accepted.size(), "twice: " + taken);
      check(
          !taken.contains("a2") || taken.indexOf("a1") < taken.indexOf("a2"),
          "not in order: " + taken);
    }
  }

  /** The consumer waits for a batch of two, which two producers offer. */
  private static void batch(ExploredThreads threads) {
    SpanQueue queue = new SpanQueue(4, 2);
    Thread consumer = threads.start(() -> {
      queue.consumeOnThisThread();
      int left = 2;
      while (left > 0) {
        if (!queue.hasBatch() && left == 2) {
          queue.await(MINUTE, () -> false);
        }
        if (queue.poll() != null) {
          left--;
        } else if (queue.hasBatch() || left == 1) {
          threads.pause(); // a producer has claimed its slot and not filled it
        }
      }
    });
    Thread first = threads.start(() -> queue.offer(span("a")));
    Thread second = threads.start(() -> queue.offer(span("b")));
    threads.joinAll(consumer, first, second);
    check(threads.timeouts() == 0, "the consumer was not woken for a batch");
  }

  /**
   * The consumer waits, and another thread asks for a flush.
   *
   * @param isForOldest whether the consumer waits for the oldest span, however many spans there are
   */
  private static void flush(ExploredThreads threads, boolean isForOldest) {
    SpanQueue queue = new SpanQueue(4, 2);
    boolean[] asked = new boolean[1];
    Thread consumer = threads.start(() -> {
      queue.consumeOnThisThread();
      while (!asked[0]) {
        if (isForOldest) {
          queue.awaitOldest(MINUTE, () -> asked[0]);
        } else {
          queue.await(MINUTE, () -> asked[0]);
        }
      }
    });
    Thread producer = threads.start(() -> queue.offer(span("a")));
    Thread asking = threads.start(() -> {
      asked[0] = true;
      queue.wake();
    });
    threads.joinAll(consumer, producer, asking);
    check(threads.timeouts() == 0, "the consumer was not woken for a flush");
  }

  /** A producer offers while the queue is closed, and its consumer ends or is given up; another thread reads the counts. */
  private static void close(ExploredThreads threads, boolean isAbandoned) {
    SpanQueue queue = new SpanQueue(1, 1);
    int[] taken = new int[1];
    int offers = 2;
    Thread producer = threads.start(() -> {
      queue.offer(span("a1"));
      queue.offer(span("a2"));
    });
    Thread consumer = threads.start(() -> {
      taken[0] += queue.poll() == null ? 0 : 1;
      queue.close();
      if (isAbandoned) {
        taken[0] += (int) queue.abandon();
      } else {
        queue.end();
      }
    });
    Thread reading = threads.start(() -> checkIntake(queue.queueSnapshot(), offers));
    threads.joinAll(producer, consumer, reading);
    QueueSnapshot intake = queue.queueSnapshot();
    checkIntake(intake, offers);
    check(intake.ended() == offers, "not every span is counted: " + intake);
    check(intake.received() == taken[0], taken[0] + " were taken: " + intake);
    check(intake.queued() == 0, "queued behind the end: " + intake);
  }

  private static void checkIntake(QueueSnapshot intake, int offers) {
    long refused =
        intake.refusedByReason().values().stream().mapToLong(Long::longValue).sum();
    check(
        intake.received() >= 0
            && intake.queued() >= 0
            && intake.ended() <= offers
            && intake.ended() == intake.received() + intake.queued() + refused,
        "the account is wrong: " + intake);
  }
}
