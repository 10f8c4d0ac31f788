/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.fanlight.logback.LineLedger.DropReason;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class EventQueueTest {
  private final LineLedger ledger = new LineLedger();
  private final List<ILoggingEvent> written = new CopyOnWriteArrayList<>();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final CountDownLatch reached = new CountDownLatch(1);

  @Test
  void all_that_is_queued_is_written_before_close_returns() {
    var queue = new EventQueue(1_000, 0, 60_000, written::add, ledger);
    queue.start();

    for (int i = 0; i < 1_000; i++) {
      queue.offer(new LoggingEvent());
    }
    queue.close();

    assertThat(written).hasSize(1_000);
    assertThat(dropped()).isZero();
  }

  @Test
  void a_full_queue_drops_and_counts() throws InterruptedException {
    var queue = stuck(2, 1);

    queue.offer(new LoggingEvent());
    queue.offer(new LoggingEvent());
    queue.offer(new LoggingEvent());
    queue.offer(new LoggingEvent());

    assertThat(ledger.dropped(DropReason.QUEUE_FULL)).isEqualTo(2);
    gate.countDown();
    queue.close();
    assertThat(written).hasSize(3);
  }

  @Test
  void a_queue_that_has_room_again_takes_again() throws InterruptedException {
    var queue = stuck(1, 1);
    queue.offer(new LoggingEvent());
    queue.offer(new LoggingEvent());
    gate.countDown();
    Awaitility.await().until(() -> queue.size() == 0);

    queue.offer(new LoggingEvent());
    queue.close();

    assertThat(written).hasSize(3);
    assertThat(dropped()).isEqualTo(1);
  }

  @Test
  void an_interrupted_thread_logs_and_stays_interrupted() throws InterruptedException {
    var queue = stuck(1, 60_000);

    Thread.currentThread().interrupt();
    queue.offer(new LoggingEvent());
    queue.offer(new LoggingEvent());

    assertThat(Thread.interrupted()).isTrue();
    assertThat(ledger.dropped(DropReason.QUEUE_FULL)).isEqualTo(1);
    gate.countDown();
    queue.close();
    assertThat(written).hasSize(2);
  }

  @Test
  void the_writer_does_not_wait_for_itself() throws InterruptedException {
    var done = new CountDownLatch(1);
    var itself = new EventQueue[1];
    itself[0] = new EventQueue(
        1,
        60_000,
        60_000,
        event -> {
          if (done.getCount() > 0) {
            itself[0].offer(event);
            itself[0].offer(event);
            done.countDown();
          }
        },
        ledger);
    itself[0].start();

    itself[0].offer(new LoggingEvent());

    done.await();
    assertThat(ledger.dropped(DropReason.RE_ENTRANT)).isEqualTo(1);
    itself[0].close();
  }

  @Test
  void what_a_stuck_writer_leaves_behind_is_counted() throws InterruptedException {
    var queue = stuckForGood(4);
    queue.offer(new LoggingEvent());
    queue.offer(new LoggingEvent());

    queue.close();
    queue.offer(new LoggingEvent());

    assertThat(ledger.dropped(DropReason.STOPPED)).isEqualTo(3);
    gate.countDown();
  }

  @Test
  void after_a_drain_each_thread_writes_its_own_events() {
    var writers = new CopyOnWriteArrayList<Thread>();
    var queue = new EventQueue(4, 1, 60_000, event -> writers.add(Thread.currentThread()), ledger);
    queue.start();
    queue.offer(new LoggingEvent());

    queue.drain();
    queue.offer(new LoggingEvent());
    queue.close();
    queue.offer(new LoggingEvent());

    assertThat(writers).hasSize(2);
    assertThat(writers.get(0)).isNotSameAs(Thread.currentThread());
    assertThat(writers.get(1)).isSameAs(Thread.currentThread());
    assertThat(ledger.dropped(DropReason.STOPPED)).isEqualTo(1);
  }

  @Test
  void a_stuck_output_does_not_hold_up_the_end() throws InterruptedException {
    var queue = stuckForGood(4);

    queue.drain();
    queue.offer(new LoggingEvent());

    assertThat(ledger.dropped(DropReason.STOPPED)).isEqualTo(1);
    gate.countDown();
    queue.close();
  }

  @Test
  void an_event_that_fails_costs_itself() {
    var queue = new EventQueue(
        16,
        1,
        60_000,
        event -> {
          if (written.isEmpty()) {
            written.add(event);
            throw new InternalError("for the test");
          }
          written.add(event);
        },
        ledger);
    queue.start();
    for (int i = 0; i < 10; i++) {
      queue.offer(new LoggingEvent());
    }
    queue.close();

    assertThat(written).hasSize(10);
    assertThat(ledger.dropped(DropReason.FAILED)).isEqualTo(1);
  }

  /** A queue whose writer holds one event until the gate opens. */
  private EventQueue stuck(int capacity, long maxWaitMillis) throws InterruptedException {
    return stuck(capacity, maxWaitMillis, 60_000);
  }

  private EventQueue stuckForGood(int capacity) throws InterruptedException {
    return stuck(capacity, 1, 1);
  }

  private EventQueue stuck(int capacity, long maxWaitMillis, long maxFlushMillis)
      throws InterruptedException {
    var queue = new EventQueue(capacity, maxWaitMillis, maxFlushMillis, this::hold, ledger);
    queue.start();
    queue.offer(new LoggingEvent());
    reached.await();
    return queue;
  }

  private void hold(ILoggingEvent event) {
    reached.countDown();
    try {
      gate.await();
      written.add(event);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long dropped() {
    long sum = 0;
    for (DropReason drop : DropReason.values()) {
      sum += ledger.dropped(drop);
    }
    return sum;
  }
}
