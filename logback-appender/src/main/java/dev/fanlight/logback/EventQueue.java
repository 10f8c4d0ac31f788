/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A bounded queue of events and the thread that empties it. */
final class EventQueue implements AutoCloseable, QueueCapacity.Progress {
  /*
   * Logging threads call offer; the writer thread, ours, takes.
   *
   * An event enters in three steps: a permit of `room`, a ticket of `claimed`, the slot of the ticket. Permits bound the
   * tickets that are under way, so a slot is free when its ticket is drawn. The writer takes slots in the order of tickets
   * and returns permits in blocks: with tens of thousands of waiting (virtual) threads, a permit for each event would wake
   * one thread for each, and the writer would spend its time on handing over. The writer parks when the next slot is empty, and the logging
   * thread that fills it unparks it.
   *
   * If the queue is full, an event waits for room for maxWait, and again as long as the queue was emptied at least once
   * during the wait: then the output is slow and not stuck. If there is still no room, the event is dropped, and no thread
   * waits any more until there is room again: a stuck output must not stop the application one line at a time.
   *
   * drain: the writer empties the queue and ends; from then on logging threads write by themselves. For the end of the
   * JVM, where other shutdown hooks still log: a line that is written when it is logged needs no later moment.
   *
   * close: take no more; let the writer empty the queue for maxFlush; then interrupt it; count what is left. An event that
   * enters its slot while the writer ends is swept out by the thread that put it there.
   *
   * Only `abandoned` ends the writer before the queue is empty. An interrupt does not: it may come from anywhere.
   */
  private static final long GRACE_MILLIS = 100;
  private static final int MAX_BLOCK = 256;
  private static final int BLOCKS = 8;

  private final AtomicReferenceArray<@Nullable ILoggingEvent> slots;
  private final QueueCapacity room;
  private final AtomicLong claimed = new AtomicLong();
  private final int block;
  private final long maxFlushMillis;
  private final Consumer<ILoggingEvent> writer;
  private final LineLedger ledger;
  private final Thread thread;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Object sweeping = new Object();

  /** The next ticket to take: changed under {@code sweeping}, by the writer as long as there is one. */
  private long next;

  /** Events taken whose permits were not returned yet; the writer's alone. */
  private int unreturned;

  private volatile long taken;
  private volatile boolean idle;
  private volatile boolean stuck;
  private volatile boolean draining;
  private volatile boolean closing;
  private volatile boolean abandoned;
  private volatile boolean swept;

  EventQueue(
      int capacity,
      long maxWaitMillis,
      long maxFlushMillis,
      Consumer<ILoggingEvent> writer,
      LineLedger ledger) {
    this.slots = new AtomicReferenceArray<>(capacity);
    this.room = new QueueCapacity(capacity, maxWaitMillis, this);
    this.block = Math.max(1, Math.min(MAX_BLOCK, capacity / BLOCKS));
    this.maxFlushMillis = maxFlushMillis;
    this.writer = writer;
    this.ledger = ledger;
    this.thread = new Thread(this::run, "fanlight-log-writer");
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Hands an event over, or writes it on the current thread after {@link #drain}, or counts it as dropped. */
  void offer(ILoggingEvent event) {
    if (closing) {
      ledger.countDropped(event, LineLedger.DropReason.STOPPED);
    } else if (draining) {
      writeAfterDrain(event);
    } else if (room.tryAcquire()) {
      if (stuck) {
        stuck = false;
      }
      put(event);
    } else if (Thread.currentThread() == thread) {
      ledger.countDropped(
          event, LineLedger.DropReason.RE_ENTRANT); // only this thread could make room
    } else if (!stuck && waitForRoom()) {
      put(event);
    } else if (closing || draining) {
      offer(event);
    } else {
      stuck = true;
      ledger.countDropped(event, LineLedger.DropReason.QUEUE_FULL);
    }
  }

  int size() {
    return slots.length() - room.available();
  }

  /** Writes what is queued, and lets each logging thread write its own events from now on. */
  void drain() {
    draining = true;
    LockSupport.unpark(thread);
    if (hasEnded(maxFlushMillis)) {
      sweep();
    }
  }

  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
    if (!hasEnded(maxFlushMillis)) {
      abandoned = true;
      thread.interrupt();
      hasEnded(GRACE_MILLIS);
    }
    abandoned = true;
    swept = true;
    sweep();
    room.close();
  }

  private void put(ILoggingEvent event) {
    long ticket = claimed.getAndIncrement();
    slots.set(slot(ticket), event);
    if (idle) {
      LockSupport.unpark(thread);
    }
    if (isOver()) {
      sweep();
      room.release(1);
    }
  }

  /** Whether the writer takes no more. */
  private boolean isOver() {
    return swept || ended.getCount() == 0;
  }

  /** A line of an interrupted thread is as good as any: the interrupt waits, once. */
  private boolean waitForRoom() {
    try {
      return room.await();
    } catch (InterruptedException e) {
      boolean hasRoom = room.tryAcquire();
      Thread.currentThread().interrupt();
      return hasRoom;
    }
  }

  @Override
  public long position() {
    return taken;
  }

  /** Whether the output is slow and not stuck. */
  @Override
  public boolean isEnough(long before) {
    return taken - before >= slots.length();
  }

  private void writeAfterDrain(ILoggingEvent event) {
    if (Thread.currentThread() == thread) {
      ledger.countDropped(event, LineLedger.DropReason.RE_ENTRANT);
    } else if (hasEnded(maxFlushMillis)) {
      writer.accept(event);
    } else { // the output is stuck, and would hold up the end of the JVM
      ledger.countDropped(event, LineLedger.DropReason.STOPPED);
    }
  }

  /** Waits for the writer's end; an interrupt waits meanwhile. */
  private boolean hasEnded(long millis) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return ended.await(Math.max(1, millis), MILLISECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Empties the slots after the writer's end, whichever thread filled them. */
  private void sweep() {
    List<ILoggingEvent> left = new ArrayList<>();
    synchronized (sweeping) {
      if (!isOver()) {
        return;
      }
      for (ILoggingEvent event = take(); event != null; event = take()) {
        left.add(event);
      }
    }
    for (ILoggingEvent event : left) {
      if (closing) {
        ledger.countDropped(event, LineLedger.DropReason.STOPPED);
      } else {
        writer.accept(event);
      }
    }
  }

  private void run() {
    try {
      for (ILoggingEvent event = await(); event != null; event = await()) {
        write(event);
        Thread.interrupted(); // meant for a line that is written now
      }
    } finally {
      ended.countDown();
    }
  }

  private void write(ILoggingEvent event) {
    try {
      writer.accept(event);
    } catch (Throwable ignored) { // the writer has reported it; no event must end this thread
      ledger.countDropped(event, LineLedger.DropReason.FAILED);
    }
  }

  /** The next event, or null when the queue is empty for good. */
  private @Nullable ILoggingEvent await() {
    while (!abandoned) {
      ILoggingEvent event;
      synchronized (sweeping) {
        event = abandoned ? null : take();
      }
      if (event != null) {
        if (++unreturned >= block) {
          returnPermits();
        }
        return event;
      }
      returnPermits();
      if ((closing || draining) && claimed.get() == next) {
        return null;
      }
      idle = true;
      if (slots.get(slot(next)) == null && !((closing || draining) && claimed.get() == next)) {
        LockSupport.park(this);
      }
      idle = false;
      Thread.interrupted(); // or the next park would return at once
    }
    return null;
  }

  private void returnPermits() {
    if (unreturned > 0) {
      room.release(unreturned);
      unreturned = 0;
    }
  }

  private @Nullable ILoggingEvent take() {
    int slot = slot(next);
    ILoggingEvent event = slots.get(slot);
    if (event != null) {
      slots.set(slot, null);
      next++;
      taken = next;
    }
    return event;
  }

  private int slot(long ticket) {
    return (int) (ticket % slots.length());
  }
}
