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

/** A bounded queue of events with the thread that writes them. */
final class EventQueue implements AutoCloseable, QueueCapacity.Progress {
  /*
   * Logging threads call offer. The writer thread of the queue takes.
   *
   * An event enters in three steps: a permit of `room`, a ticket of `claimed`, the slot of the ticket. Permits bound the
   * number of tickets in use, so the slot of a new ticket is free. The writer takes slots in the order of tickets and
   * returns permits in blocks: with tens of thousands of waiting (virtual) threads, one permit for each event would wake one
   * thread for each event, and the writer would spend its time on these wake-ups. The writer parks when the next slot is
   * empty; the logging thread that fills the slot unparks the writer.
   *
   * If the queue is full, the logging thread waits for a permit for maxWait, and once more whenever the writer took at least
   * one capacity of events meanwhile: then the output is slow and not stuck. After that the event is dropped, and no thread
   * waits until a permit is available again: a stuck output must not stop the application for maxWait at each line.
   *
   * drain: the writer empties the queue and ends; from then on each logging thread writes its own events. Called at the end
   * of the JVM, where other shutdown hooks still log and no later moment for writing is certain.
   *
   * close: accept no more events; let the writer empty the queue for maxFlush; then interrupt the writer; count the remaining
   * events as dropped. An event that enters its slot while the writer ends is removed by the thread that put it there.
   *
   * Only `abandoned` ends the writer before the queue is empty. An interrupt does not, because any code may interrupt.
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

  /** The next ticket to take. Guarded by {@code sweeping}; changed by the writer until the writer ends. */
  private long next;

  /** The number of events taken whose permits are not returned yet. Writer thread only. */
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

  /** Adds an event to the queue, or writes it on the current thread after {@link #drain}, or counts it as dropped. */
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
          event, LineLedger.DropReason.RE_ENTRANT); // only this thread could free a slot
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

  /** Writes the queued events; from now on each logging thread writes its own events. */
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

  /** Returns true if the writer takes no more events. */
  private boolean isOver() {
    return swept || ended.getCount() == 0;
  }

  /** Waits for a permit. An interrupt ends the wait, not the event; the flag is restored. */
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

  /** Returns true if the output is slow and not stuck. */
  @Override
  public boolean isEnough(long before) {
    return taken - before >= slots.length();
  }

  private void writeAfterDrain(ILoggingEvent event) {
    if (Thread.currentThread() == thread) {
      ledger.countDropped(event, LineLedger.DropReason.RE_ENTRANT);
    } else if (hasEnded(maxFlushMillis)) {
      writer.accept(event);
    } else { // the output is stuck and would delay the end of the JVM
      ledger.countDropped(event, LineLedger.DropReason.STOPPED);
    }
  }

  /** Waits for the end of the writer; an interrupt does not end the wait, and the flag is restored. */
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

  /** Empties all slots after the end of the writer. Any thread. */
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
        Thread.interrupted(); // clears an interrupt that was meant for the line just written
      }
    } finally {
      ended.countDown();
    }
  }

  private void write(ILoggingEvent event) {
    try {
      writer.accept(event);
    } catch (Throwable ignored) { // reported by the consumer; an event must not end this thread
      ledger.countDropped(event, LineLedger.DropReason.FAILED);
    }
  }

  /** Returns the next event, or null if the queue is empty and accepts no more events. */
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
      Thread.interrupted(); // otherwise the next park would return at once
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
