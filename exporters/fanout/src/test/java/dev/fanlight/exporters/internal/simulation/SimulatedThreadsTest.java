/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class SimulatedThreadsTest {

  private static final long DAY = TimeUnit.DAYS.toNanos(1);

  @Test
  void a_sleep_of_a_day_takes_no_time_of_ours_and_a_day_of_theirs() throws Exception {
    SimulatedThreads threads = new SimulatedThreads(1, 0);

    String failure = threads.run(() -> sleep(threads, DAY));

    assertThat(failure).isEmpty();
    assertThat(threads.nanos()).isEqualTo(DAY);
  }

  @Test
  @SuppressWarnings("WaitNotInLoop") // no signal comes
  void threads_that_wait_for_each_other_are_a_deadlock() throws Exception {
    SimulatedThreads threads = new SimulatedThreads(1, 0);

    String failure = threads.run(() -> {
      ReentrantLock lock = threads.newLock();
      Condition never = lock.newCondition();
      lock.lock();
      never.awaitUninterruptibly();
    });

    assertThat(failure).startsWith("deadlock:").contains("simulated-main (condition)");
  }

  @Test
  void threads_that_wake_each_other_for_ever_are_found() throws Exception {
    SimulatedThreads threads = new SimulatedThreads(1, 0);

    String failure = threads.run(() -> {
      Runnable busy = () -> {
        while (true) {
          threads.giveWay();
        }
      };
      threads.make("busy", busy).start();
      busy.run();
    });

    assertThat(failure).startsWith("time stands still");
  }

  @Test
  void a_race_is_seen_in_all_its_orders() throws Exception {
    Set<List<String>> orders = new HashSet<>();
    for (long seed = 0; seed < 200; seed++) {
      SimulatedThreads threads = new SimulatedThreads(seed, 0);
      List<String> order = new ArrayList<>();
      threads.run(() -> {
        ReentrantLock lock = threads.newLock();
        Thread other = threads.make("other", () -> note(lock, order, "other"));
        other.start();
        note(lock, order, "main");
        join(threads, other);
      });
      orders.add(order);
    }

    assertThat(orders)
        .containsExactlyInAnyOrder(List.of("main", "other"), List.of("other", "main"));
  }

  @Test
  void an_interrupt_ends_a_wait() throws Exception {
    SimulatedThreads threads = new SimulatedThreads(1, 0);
    List<String> seen = new ArrayList<>();

    String failure = threads.run(() -> {
      ReentrantLock lock = threads.newLock();
      Condition never = lock.newCondition();
      Thread other = threads.make("other", () -> {
        lock.lock();
        try {
          while (true) {
            never.await();
          }
        } catch (InterruptedException stop) {
          seen.add("interrupted at " + threads.nanos());
        } finally {
          lock.unlock();
        }
      });
      other.start();
      sleep(threads, 5);
      other.interrupt();
      join(threads, other);
    });

    assertThat(failure).isEmpty();
    assertThat(seen).containsExactly("interrupted at 5");
  }

  @Test
  void a_failure_of_a_thread_is_the_failure_of_the_simulation() throws Exception {
    SimulatedThreads threads = new SimulatedThreads(1, 0);

    String failure = threads.run(() -> {
      threads
          .make("bad", () -> {
            throw new IllegalStateException("a defect");
          })
          .start();
      sleep(threads, DAY);
    });

    assertThat(failure).contains("simulated-bad ended with", "a defect");
  }

  private static void sleep(SimulatedThreads threads, long nanos) {
    long end = threads.nanos() + nanos;
    while (threads.nanos() < end) {
      threads.sleep("test", end - threads.nanos());
    }
  }

  private static void note(ReentrantLock lock, List<String> order, String who) {
    lock.lock();
    try {
      order.add(who);
    } finally {
      lock.unlock();
    }
  }

  private static void join(SimulatedThreads threads, Thread other) {
    try {
      threads.join(other, DAY);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
