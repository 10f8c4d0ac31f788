/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.opentelemetry.sdk.common.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The queue of scrapes and the two threads that create metrics. The endpoint's thread only, except for the creation. */
final class ScrapeQueue {
  /*
   * Capacity: the maximum of ConnectionPhase.SCRAPE; if it is full, a scrape gets 503. Equal scrapes that wait for the same drawing
   * share it. A drawing costs ten times its duration, 400 ms to 2 s, of a budget of 10 s that refills in real time: 25
   * scrapes are drawn without delay; a lasting flood uses at most a tenth of a core and 2.5 drawings per second.
   *
   * A drawing that takes longer than the deadline of ConnectionPhase.SCRAPE is interrupted. Until it ends, its thread is not
   * available, and scrapes get 503 at their deadline.
   */
  private static final int THREADS = 2;
  private static final Duration BURST = Duration.ofSeconds(10);
  private static final int COST_FACTOR = 10;
  private static final long MIN_COST_NANOS = TimeUnit.MILLISECONDS.toNanos(400);
  private static final long MAX_COST_NANOS =
      TimeUnit.SECONDS.toNanos(2); // it may have waited instead of computing
  private static final int UNAUTHORIZED = 401;

  /** The answer to a scrape whose deadline has passed. */
  static final HttpAnswer LATE =
      HttpAnswer.text(503, "The metrics could not be created in time.\n");

  private final MetricsDrawer drawer;
  private final Consumer<Runnable> handOver;
  private final Clock clock;
  private final LoginDelays delays = new LoginDelays();
  private final PaceBudget pace;
  private final List<PendingScrape> waiting = new ArrayList<>();
  private final List<Drawing> running = new ArrayList<>();
  private final ThreadPoolExecutor threads;
  private @Nullable PeerAddress lastPeer;

  ScrapeQueue(
      MetricsDrawer drawer, ThreadPoolExecutor threads, Consumer<Runnable> handOver, Clock clock) {
    this.drawer = drawer;
    this.threads = threads;
    this.handOver = handOver;
    this.clock = clock;
    this.pace = new PaceBudget(BURST, clock.nanoTime());
  }

  /** Creates the threads of a queue. */
  static ThreadPoolExecutor threads() {
    return threads("fanlight-metrics-scrape", THREADS, THREADS);
  }

  /** Creates a pool of named daemon threads that end when they are idle. */
  static ThreadPoolExecutor threads(String name, int threads, int capacity) {
    return threads(threads, capacity, task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    });
  }

  static ThreadPoolExecutor threads(int threads, int capacity, ThreadFactory factory) {
    var pool = new ThreadPoolExecutor(
        threads, threads, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(capacity), factory);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** Creates a scrape with the delay that its peer has after wrong passwords; null if the scrape is refused. */
  @Nullable PendingScrape admit(EndpointConnection connection, ScrapeRequest request) {
    long now = clock.nanoTime();
    long wait = carriesPassword(request) ? delays.admit(connection.peer(), now) : 0;
    return wait == LoginDelays.REFUSED ? null : new PendingScrape(connection, request, now + wait);
  }

  private boolean carriesPassword(ScrapeRequest request) {
    return drawer.isProtected() && request.first("Authorization") != null;
  }

  void add(PendingScrape scrape) {
    if (scrape.isWanted()) {
      waiting.add(scrape);
    }
  }

  /** Starts as many drawings as the threads and the budget allow. */
  void start() {
    long now = clock.nanoTime();
    waiting.removeIf(scrape -> !scrape.isWanted());
    for (Drawing drawing : running) {
      drawing.interruptIfLate(now);
    }
    while (running.size() < THREADS && pace.nanosUntilReady(now) == 0) {
      List<PendingScrape> alike = takeAlike(now);
      if (alike.isEmpty()) {
        return;
      }
      begin(new Drawing(alike, now));
    }
  }

  /** Starts a drawing; if no thread can be created, its scrapes are answered with 500, and later ones are tried again. */
  private void begin(Drawing drawing) {
    running.add(drawing);
    try {
      threads.execute(drawing);
    } catch (RuntimeException | Error e) {
      ended(drawing, drawer.failed(e), 0);
    }
  }

  /** Takes the scrape whose turn it is, and the scrapes that may get the same answer. */
  private List<PendingScrape> takeAlike(long now) {
    PendingScrape next = next(now);
    if (next == null) {
      return List.of();
    }
    lastPeer = next.connection.peer();
    List<PendingScrape> alike = new ArrayList<>();
    for (Iterator<PendingScrape> each = waiting.iterator(); each.hasNext(); ) {
      PendingScrape scrape = each.next();
      if (scrape.dueNanos - now <= 0 && next.isLike(scrape)) {
        alike.add(scrape);
        each.remove();
      }
    }
    return alike;
  }

  /** Returns the oldest scrape of another peer than the last one, so that a peer delays others by one drawing only. */
  private @Nullable PendingScrape next(long now) {
    PendingScrape ofLastPeer = null;
    for (PendingScrape scrape : waiting) {
      if (scrape.dueNanos - now > 0) {
        continue;
      }
      if (!scrape.connection.peer().equals(lastPeer)) {
        return scrape;
      }
      ofLastPeer = ofLastPeer == null ? scrape : ofLastPeer;
    }
    return ofLastPeer;
  }

  /** Returns the time after which {@link #start} is to be called again, at least 1. */
  long millisUntilStart() {
    if (waiting.isEmpty() || running.size() == THREADS) {
      return Long.MAX_VALUE; // the end of a drawing wakes the endpoint's thread
    }
    long now = clock.nanoTime();
    long nanos = Long.MAX_VALUE;
    for (PendingScrape scrape : waiting) {
      nanos = Math.min(nanos, scrape.dueNanos - now);
    }
    return 1 + TimeUnit.NANOSECONDS.toMillis(Math.max(nanos, pace.nanosUntilReady(now)));
  }

  private void ended(Drawing drawing, HttpAnswer answer, long tookNanos) {
    running.remove(drawing);
    long now = clock.nanoTime();
    if (answer.status() != UNAUTHORIZED) {
      long cost = Math.max(MIN_COST_NANOS, COST_FACTOR * tookNanos);
      pace.spend(Math.min(cost, MAX_COST_NANOS), now);
    }
    for (PendingScrape scrape : drawing.scrapes) {
      if (carriesPassword(scrape.request)) {
        book(scrape.connection.peer(), answer.status() == UNAUTHORIZED, now);
      }
      if (scrape.isWanted()) {
        scrape.answer(drawing.isLate ? LATE : answer);
      }
    }
  }

  private void book(PeerAddress peer, boolean isWrong, long now) {
    if (isWrong) {
      delays.failed(peer, now);
    } else {
      delays.succeeded(peer);
    }
  }

  void close() {
    threads.shutdownNow();
  }

  /**
   * A scrape that waits for its drawing.
   *
   * @param dueNanos time at which its password may be checked
   */
  record PendingScrape(EndpointConnection connection, ScrapeRequest request, long dueNanos) {
    private static final List<String> DECISIVE =
        List.of("Accept", "Accept-Encoding", "Authorization");

    /** Tells whether the peer still waits for this scrape. */
    boolean isWanted() {
      return connection.awaits(request);
    }

    /** Tells whether both scrapes may get the same answer. */
    boolean isLike(PendingScrape other) {
      if (!request.path().equals(other.request.path())) {
        return false;
      }
      for (String name : DECISIVE) {
        if (!request.all(name).equals(other.request.all(name))) {
          return false;
        }
      }
      return Objects.equals(request.query(), other.request.query());
    }

    void answer(HttpAnswer answer) {
      try {
        connection.answer(answer);
      } catch (IOException e) {
        connection.close(); // the peer has closed the connection
      }
    }
  }

  /** The creation of metrics for a group of scrapes, on one of the two threads. */
  private final class Drawing implements Runnable {
    private final List<PendingScrape> scrapes;
    private final long startNanos;
    private final Object lock = new Object();

    @GuardedBy("lock") private @Nullable Thread thread;

    /** True after the interruption, whose result lacks metrics; the endpoint's thread only. */
    private boolean isLate;

    Drawing(List<PendingScrape> scrapes, long startNanos) {
      this.scrapes = scrapes;
      this.startNanos = startNanos;
    }

    @Override
    public void run() {
      synchronized (lock) {
        thread = Thread.currentThread();
      }
      HttpAnswer answer = MetricsDrawer.FAILED;
      try {
        answer = drawer.answer(scrapes.get(0).request);
      } finally {
        synchronized (lock) {
          thread = null;
        }
        HttpAnswer drawn = answer;
        long tookNanos = clock.nanoTime() - startNanos;
        handOver.accept(() -> ended(this, drawn, tookNanos));
      }
    }

    void interruptIfLate(long now) {
      synchronized (lock) {
        if (thread != null && now - startNanos > ConnectionPhase.SCRAPE.deadlineNanos) {
          isLate = true;
          thread.interrupt();
        }
      }
    }
  }
}
