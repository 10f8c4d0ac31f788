/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import static dev.fanlight.exporters.internal.schedules.ScheduleExplorer.check;

import dev.fanlight.exporters.internal.ledger.DeliveryCounts;
import dev.fanlight.exporters.internal.ledger.Ledger;
import dev.fanlight.exporters.internal.log.BatchLog.ReaderSettings;
import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.internal.log.BatchRecord.Body;
import dev.fanlight.exporters.internal.log.BatchRecord.Format;
import dev.fanlight.exporters.internal.log.Lease;
import dev.fanlight.exporters.internal.log.LogReader;
import dev.fanlight.exporters.internal.log.MemoryLog;
import dev.fanlight.exporters.internal.reason.DropReason;
import dev.fanlight.exporters.internal.reason.FilterCounts;
import dev.fanlight.exporters.internal.reason.FilterReason;
import dev.fanlight.exporters.internal.schedules.ExploredThreads;
import dev.fanlight.exporters.internal.schedules.ScheduleExplorer;
import dev.fanlight.exporters.internal.send.Outcome;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.spi.Limits;
import io.opentelemetry.sdk.common.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Scenarios of a lane: its ledger, its schedule with two senders, and the log in memory. */
public final class LaneScenarios {

  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
  private static final int RECORD_BYTES = 60;

  private LaneScenarios() {}

  /** The scenarios by their names. */
  static final Map<String, Consumer<ExploredThreads>> ALL = Map.of(
      "ledger", LaneScenarios::ledger,
      "leave", threads -> new RunningLane(threads).leave(),
      "flush", threads -> new RunningLane(threads).flush(),
      "retry", threads -> new RunningLane(threads).retry(),
      "room", LaneScenarios::room);

  /** Explores scenarios; returns the number of orders of each, or the first order that is wrong. */
  public static String explore(String names, String maxPreemptions) throws InterruptedException {
    return ScheduleExplorer.explore(ALL, names, Integer.parseInt(maxPreemptions));
  }

  /** Two threads book, and a third one reads and takes the losses. */
  private static void ledger(ExploredThreads threads) {
    Ledger ledger = new Ledger("acme");
    FilterCounts oneFiltered = new FilterCounts();
    oneFiltered.add(FilterReason.SAMPLE);
    ledger.received(10, FilterCounts.NONE);
    Thread receiving = threads.start(() -> ledger.received(5, oneFiltered));
    Thread dropping = threads.start(() -> ledger.dropped(3, DropReason.EXPIRED));
    long[] taken = new long[1];
    Thread reading = threads.start(() -> {
      checkAccount(ledger.account(LedgerSnapshot.State.UP));
      taken[0] = sum(ledger.takeLosses());
    });
    threads.joinAll(receiving, dropping, reading);
    LedgerSnapshot account = ledger.account(LedgerSnapshot.State.UP);
    checkAccount(account);
    long losses = taken[0] + sum(ledger.takeLosses());
    check(account.received() == 15 && account.buffered() == 11, "a booking is lost: " + account);
    check(losses == 3, losses + " losses were taken");
  }

  private static void checkAccount(LedgerSnapshot account) {
    long sum = account.delivered()
        + account.filtered()
        + account.buffered()
        + sum(account.rejectedByReason())
        + sum(account.droppedByReason());
    check(account.received() == sum, "the account does not add up: " + account);
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static BatchRecord record() {
    Body body = new Body(new byte[RECORD_BYTES], RECORD_BYTES, Integer.MAX_VALUE);
    return new BatchRecord("v1", new Format("otlp", ""), 1, 1, List.of(body));
  }

  /** A record waits for the room that another one in flight takes. */
  private static void room(ExploredThreads threads) {
    MemoryLog log = new MemoryLog(RECORD_BYTES + 10);
    Ledger ledger = new Ledger("acme");
    LogReader reader = reader(log, ledger, () -> {});
    append(log, ledger);
    Lease lease = Objects.requireNonNull(reader.take(10, 1_000));
    Thread appending = threads.start(() -> append(log, ledger));
    Thread sending = threads.start(() -> settle(lease, ledger));
    threads.joinAll(appending, sending);
    check(threads.timeouts() == 0, "the record was not told of the room");
    check(reader.take(10, 1_000) != null, "the record was given up");
  }

  private static LogReader reader(MemoryLog log, Ledger ledger, Runnable wakeUp) {
    LogReader reader = log.newReader(
        new ReaderSettings("acme", "there", Duration.ZERO), ledger, (spans, reason) -> {}, wakeUp);
    reader.follow("v1");
    return reader;
  }

  private static void append(MemoryLog log, Ledger ledger) {
    ledger.received(1, FilterCounts.NONE);
    log.append(record());
  }

  private static void settle(Lease lease, Ledger ledger) {
    DeliveryCounts counts = new DeliveryCounts();
    counts.delivered(lease.spans());
    boolean isOurs = lease.settle(() -> ledger.settled(counts));
    check(isOurs, "a lease was settled twice");
  }

  /** A schedule with two senders and a log in memory. */
  private static final class RunningLane {

    private final ExploredThreads threads;
    private final MemoryLog log = new MemoryLog(10_000);
    private final Ledger ledger = new Ledger("acme");
    private final DeliverySchedule[] schedule = new DeliverySchedule[1];
    private final LogReader reader =
        reader(log, ledger, () -> Objects.requireNonNull(schedule[0]).wakeOne());
    private final LaneControl control;
    private int failuresLeft;

    RunningLane(ExploredThreads threads) {
      this.threads = threads;
      ExploredClock clock = new ExploredClock(threads);
      RetryGate gate = new RetryGate(() -> RetryPolicy.DEFAULT, () -> 0.5);
      DeliveryQueue queue = new DeliveryQueue(
          reader, () -> Limits.NONE, () -> RetryPolicy.DEFAULT, new JoinSettings(1, 1_000));
      ScheduleState state = new ScheduleState(gate, queue, reader);
      schedule[0] = new DeliverySchedule(state, queue, clock);
      control = new LaneControl(state, reader, clock);
    }

    /** Batches come while the lane is told to leave. */
    void leave() {
      Thread first = threads.start(this::send);
      Thread second = threads.start(this::send);
      Thread appending = threads.start(() -> {
        append(log, ledger);
        append(log, ledger);
        control.leave(false);
      });
      threads.joinAll(first, second, appending);
      checkDelivered(2);
      check(threads.timeouts() == 0, "a sender that leaves was not woken");
    }

    /** A flush waits for a batch. */
    void flush() {
      Thread first = threads.start(this::send);
      Thread flushing = threads.start(() -> {
        append(log, ledger);
        check(awaitSettled(), "the flush failed");
        control.stop();
      });
      threads.joinAll(first, flushing);
      checkDelivered(1);
      check(threads.timeouts() == 0, "the flush was not woken");
    }

    private boolean awaitSettled() {
      try {
        return control.awaitSettled(reader.end(), threads.nanos() + MINUTE);
      } catch (InterruptedException never) {
        throw new AssertionError(never);
      }
    }

    /** The first attempt fails; the batch is sent again at once, as the vendor is reached. */
    void retry() {
      failuresLeft = 1;
      Thread first = threads.start(this::send);
      Thread second = threads.start(this::send);
      Thread appending = threads.start(() -> {
        append(log, ledger);
        control.leave(false);
      });
      threads.joinAll(first, second, appending);
      checkDelivered(1);
      check(threads.nanos() < 2 * MINUTE, "the batch waited " + threads.nanos());
    }

    private void send() {
      try {
        while (!schedule[0].isStopped()) {
          Delivery delivery = schedule[0].next(10 * MINUTE);
          if (delivery != null) {
            attempt(delivery);
          }
        }
      } catch (InterruptedException never) {
        throw new AssertionError(never);
      }
    }

    private void attempt(Delivery delivery) {
      if (failuresLeft > 0) {
        failuresLeft--;
        Outcome later =
            new Outcome.Later(Outcome.Kind.FAILURE, "http_500", Duration.ZERO, true, "status 500");
        schedule[0].ended(delivery, later);
        schedule[0].tryAgain(List.of(delivery));
      } else {
        schedule[0].ended(delivery, new Outcome.Delivered(0, ""));
        settle(delivery.lease(), ledger);
        schedule[0].someSettled();
      }
    }

    private void checkDelivered(long spans) {
      LedgerSnapshot account = ledger.account(LedgerSnapshot.State.STOPPED);
      checkAccount(account);
      check(account.delivered() == spans, "not all is delivered: " + account);
    }
  }

  /** The time of an exploration. */
  private record ExploredClock(ExploredThreads threads) implements Clock {

    @Override
    public long now() {
      return threads.nanos();
    }

    @Override
    public long nanoTime() {
      return threads.nanos();
    }
  }
}
