/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.logback.QueueCapacity.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class QueueCapacityTest {
  private static final long MAX_WAIT_MILLIS = 4;

  private volatile BooleanSupplier isEnough = () -> true;
  private final QueueCapacity capacity = new QueueCapacity(1, MAX_WAIT_MILLIS, progress());

  @AfterEach
  void close() {
    capacity.close();
  }

  @Test
  void a_thread_waits_on_as_long_as_there_is_progress() throws InterruptedException {
    capacity.tryAcquire();
    var asked = new AtomicInteger();

    isEnough = () -> {
      if (asked.incrementAndGet() == 20) {
        capacity.release(1);
      }
      return true;
    };

    assertThat(capacity.await()).isTrue();
    assertThat(asked).hasValueGreaterThanOrEqualTo(20);
  }

  @Test
  void a_thread_gives_up_without_progress() throws InterruptedException {
    capacity.tryAcquire();

    isEnough = () -> false;

    assertThat(capacity.await()).isFalse();
    assertThat(capacity.available()).isZero();
  }

  @Test
  void a_pause_of_the_whole_process_ends_no_wait() throws InterruptedException {
    var asked = new AtomicInteger();
    isEnough = () -> asked.incrementAndGet() == 0;
    var patient = new QueueCapacity(1, Duration.ofHours(1).toMillis(), progress());
    patient.tryAcquire();
    var results = new LinkedBlockingQueue<Boolean>();
    Thread waiting = waiting(patient, results);
    long afterThePause = QueueCapacity.now() + Duration.ofHours(3).toNanos();

    for (int i = 1; i <= 3; i++) {
      patient.look(afterThePause);
    }
    int askedAfterFewChecks = asked.get();
    patient.look(afterThePause);

    assertThat(askedAfterFewChecks).isZero();
    assertThat(results.take()).isFalse();
    waiting.join();
    patient.close();
  }

  /** Starts a thread, and returns it when it waits for a permit. */
  private static Thread waiting(QueueCapacity capacity, Queue<Boolean> results) {
    var thread = new Thread(
        () -> {
          try {
            results.add(capacity.await());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        },
        "waiting");
    thread.start();
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    return thread;
  }

  @Test
  void a_permit_that_returns_while_a_wait_ends_is_taken() throws InterruptedException {
    capacity.tryAcquire();

    isEnough = () -> {
      capacity.release(1);
      return false;
    };

    assertThat(capacity.await()).isTrue();
    assertThat(capacity.available()).isZero();
  }

  @Test
  void no_thread_waits_where_the_maximum_is_zero() throws InterruptedException {
    var immediate = new QueueCapacity(1, 0, progress());

    assertThat(immediate.await()).isTrue();
    assertThat(immediate.await()).isFalse();
  }

  @Test
  void a_wait_after_a_time_without_waiting_threads_ends_as_well() throws InterruptedException {
    capacity.tryAcquire();
    isEnough = () -> false;
    for (int i = 0; i < 20; i++) {
      assertThat(capacity.await()).isFalse();
    }
  }

  @Test
  @Timeout(60)
  void a_thread_that_waits_again_while_the_timekeeper_rests_gives_up_without_progress()
      throws InterruptedException {
    var hasRested = new AtomicBoolean();
    isEnough = () -> !hasRested.get();
    var permits = new LatePermits(hasRested);
    var late = new QueueCapacity(permits, MAX_WAIT_MILLIS, progress());
    permits.wakeFirst = () -> late.release(0);

    try {
      assertThat(late.await()).isFalse();
    } finally {
      late.close();
    }

    assertThat(hasRested).isTrue();
  }

  @Test
  void closing_ends_the_timekeeper() throws InterruptedException {
    Set<Thread> others = Thread.getAllStackTraces().keySet();
    capacity.tryAcquire();
    isEnough = () -> false;
    capacity.await();
    Thread timekeeper = timekeeper(others);

    capacity.close();

    timekeeper.join();
    assertThat(timekeeper.isAlive()).isFalse();
  }

  @Test
  void permits_that_return_together_wake_as_many_threads() throws InterruptedException {
    capacity.tryAcquire();
    int count = 50;
    var acquired = new CountDownLatch(count);
    List<Thread> threads = waiting(count, acquired);

    capacity.release(count);

    acquired.await();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(capacity.available()).isZero();
  }

  @Test
  void closing_lets_every_thread_go_without_a_permit() throws InterruptedException {
    capacity.tryAcquire();
    var acquired = new CountDownLatch(1);
    List<Thread> threads = waiting(50, acquired);

    capacity.close();

    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(acquired.getCount()).isEqualTo(1);
  }

  private List<Thread> waiting(int count, CountDownLatch acquired) {
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < count; i++) {
      var thread = new Thread(
          () -> {
            try {
              if (capacity.await()) {
                acquired.countDown();
              }
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          },
          "waiting-" + i);
      thread.start();
      threads.add(thread);
    }
    return threads;
  }

  private static Thread timekeeper(Set<Thread> others) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !others.contains(thread))
        .filter(thread -> thread.getName().equals("fanlight-log-timekeeper"))
        .findFirst()
        .orElseThrow();
  }

  private Progress progress() {
    return new Progress() {
      @Override
      public long position() {
        return 0;
      }

      @Override
      public boolean isEnough(long before) {
        return isEnough.getAsBoolean();
      }
    };
  }

  /** No permits: the waiting thread is woken at once, and finds none only after the timekeeper has come to rest. */
  private static final class LatePermits extends Semaphore {
    private static final long serialVersionUID = 1;
    private final transient Set<Thread> others = Thread.getAllStackTraces().keySet();
    private final AtomicBoolean hasRested;
    private transient Runnable wakeFirst = () -> {};
    private int tries;

    private LatePermits(AtomicBoolean hasRested) {
      super(0);
      this.hasRested = hasRested;
    }

    @Override
    public boolean tryAcquire() {
      tries++;
      if (tries == 1) {
        wakeFirst.run(); // takes the thread from the line
      } else if (tries == 2) {
        awaitRest(timekeeper(others));
      }
      return false;
    }

    private void awaitRest(Thread timekeeper) {
      while (timekeeper.getState() != Thread.State.WAITING && timekeeper.isAlive()) {
        Thread.onSpinWait();
      }
      hasRested.set(true);
    }
  }
}
