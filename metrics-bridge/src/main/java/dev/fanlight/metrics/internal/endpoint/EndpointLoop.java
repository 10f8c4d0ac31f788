/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import dev.fanlight.metrics.internal.endpoint.ScrapeQueue.PendingScrape;
import dev.fanlight.metrics.internal.text.WarningLimiter;
import io.opentelemetry.sdk.common.Clock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The thread of the endpoint: it accepts, reads requests, answers probes, writes answers and keeps deadlines. */
final class EndpointLoop implements Runnable {
  /*
   * All state is confined to the endpoint's thread; only close() and handOver() may be called on any thread. Other threads
   * compute handshakes and create metrics, hand over their results and wake the selector.
   *
   * Work is done in rounds: a round accepts at most 20 connections and serves each ready connection once. Two hundred
   * rounds are not delayed; lasting work is slowed to 100 rounds per second, so that peers that connect or send single
   * bytes as fast as possible use a few percent of a core. AcceptPace also limits the rate of connections.
   */
  private static final Logger logger = Logger.getLogger(EndpointLoop.class.getName());
  static final int MAX_CONNECTIONS = 64;
  static final int MAX_AT_REST = 58;
  static final int MAX_ACCEPTED = 20;
  private static final int MAX_COMPUTING = 8;
  private static final Duration FREE_COMPUTING = Duration.ofMillis(140);
  private static final long MIN_COMPUTING_NANOS = TimeUnit.MILLISECONDS.toNanos(7);
  private static final int MAX_ANSWER_BYTES = 16 << 20;
  private static final int READ_BUFFER_BYTES = 18 * 1024; // one TLS record
  private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final Duration FREE_ROUNDS = Duration.ofSeconds(2);
  private static final long TICK_MILLIS = 250; // maximum delay of a deadline

  private final ServerSocketChannel listener;
  private final Selector selector;
  private final @Nullable SSLContext tls;
  private final RequestRouter router;
  private final ScrapeQueue scrapes;
  private final ThreadPoolExecutor handshakes;
  private final Clock clock;
  private final ConnectionTable<EndpointConnection> table = new ConnectionTable<>();
  private final AnsweredPeers answered = new AnsweredPeers();
  private final BlockingQueue<Runnable> handedOver = new ArrayBlockingQueue<>(2 * MAX_CONNECTIONS);
  private final ByteBuffer scratch = ByteBuffer.allocateDirect(READ_BUFFER_BYTES);
  private final PaceBudget pace;
  private final AcceptPace acceptPace;
  private final PaceBudget computingPace; // the handshake thread only
  private final Set<EndpointConnection> unregistered = new LinkedHashSet<>();
  private int closingHandles; // until the next selection
  private final WarningLimiter warnings;
  private volatile boolean isClosing;

  EndpointLoop(
      ServerSocketChannel listener,
      Selector selector,
      @Nullable SSLContext tls,
      RequestRouter router,
      MetricsDrawer drawer,
      ThreadPoolExecutor scrapeThreads,
      Clock clock) {
    this.listener = listener;
    this.selector = selector;
    this.tls = tls;
    this.router = router;
    this.clock = clock;
    this.warnings = new WarningLimiter(logger, clock);
    this.pace = new PaceBudget(FREE_ROUNDS, clock.nanoTime());
    this.acceptPace = new AcceptPace(clock.nanoTime());
    this.computingPace = new PaceBudget(FREE_COMPUTING, clock.nanoTime());
    this.scrapes = new ScrapeQueue(drawer, scrapeThreads, this::handOver, clock);
    this.handshakes = ScrapeQueue.threads(
        "fanlight-metrics-handshake", 1, 2 * MAX_CONNECTIONS); // closed ones too
  }

  @Override
  public void run() {
    try {
      while (!isClosing && !Thread.currentThread().isInterrupted()) {
        try {
          round();
        } catch (IOException | RuntimeException | Error e) {
          warnings.warn("The endpoint of /metrics had an unexpected error and continues", e);
        }
      }
    } finally {
      table.all().forEach(EndpointConnection::close);
      handshakes.shutdownNow();
      scrapes.close();
      closeQuietly(listener);
      closeQuietly(selector);
    }
  }

  private void round() throws IOException {
    waitForWork();
    for (Runnable task = handedOver.poll(); task != null; task = handedOver.poll()) {
      task.run();
    }
    lookAtUnregistered();
    boolean hasNew = false;
    for (SelectionKey key : selector.selectedKeys()) {
      if (!key.isValid()) {
        continue; // closed in this round for another connection
      }
      if (key.attachment() instanceof EndpointConnection connection) {
        guarded(connection, connection::advance);
      } else {
        hasNew = true;
      }
    }
    selector.selectedKeys().clear();
    if (hasNew) {
      accept(); // last: bytes of older connections are served first
    }
    for (EndpointConnection late : table.expired(clock.nanoTime())) {
      guarded(late, () -> expire(late));
    }
    scrapes.start();
  }

  private void waitForWork() throws IOException {
    long now = clock.nanoTime();
    boolean isPaced = pace.nanosUntilReady(now) > 0;
    if (isPaced) {
      LockSupport.parkNanos(this, ROUND_NANOS);
    } else {
      registerAll();
    }
    if (isPaced || !handedOver.isEmpty()) {
      selector.selectNow();
    } else if (table.size() == 0) {
      selector.select();
    } else {
      selector.select(Math.min(TICK_MILLIS, scrapes.millisUntilStart()));
    }
    closingHandles = 0;
    pace.spend(ROUND_NANOS, clock.nanoTime());
  }

  private void registerAll() {
    for (EndpointConnection connection : unregistered) {
      guarded(connection, connection::register);
    }
    unregistered.clear();
  }

  /** Checks a few connections directly; while rounds are paced, this costs less than registering each with the selector. */
  private void lookAtUnregistered() {
    List<EndpointConnection> connections = List.copyOf(unregistered);
    unregistered.clear();
    for (EndpointConnection connection : connections) {
      if (connection.isOpen()) {
        guarded(connection, connection::advance);
      }
    }
  }

  /** Serves a new connection that is not registered with the selector yet. */
  void lookAfter(EndpointConnection connection) {
    unregistered.add(connection);
  }

  private void accept() {
    long now = clock.nanoTime();
    for (int i = 0;
        i < MAX_ACCEPTED
            && table.size() + closingHandles < MAX_CONNECTIONS
            && mayReadHellos(now)
            && acceptPace.isReady(now);
        i++) {
      acceptPace.accepted(now);
      try {
        SocketChannel channel = listener.accept();
        if (channel == null) {
          return;
        }
        accepted(channel);
      } catch (IOException e) {
        table.in(ConnectionPhase.CONNECTED).stream()
            .findFirst()
            .ifPresent(EndpointConnection::close);
        warnings.warn("A connection to /metrics cannot be accepted", e);
        return;
      }
    }
  }

  /*
   * Whole hellos are computed in their order, and peers choose their rate. While MAX_COMPUTING of one peer wait, there are two
   * ways. If another peer has had an answer lately, its next connection may stand behind the hellos of this peer in the
   * kernel: the endpoint goes on to accept, and closes further hellos of this peer unread. If not, a probe may have the
   * address of the attacker: no connection is accepted, and all wait in the kernel in their order.
   */
  private boolean mayReadHellos(long now) {
    List<EndpointConnection> computing = table.in(ConnectionPhase.COMPUTING);
    return computing.size() < MAX_COMPUTING
        || answered.hasOther(computing.get(0).peer(), now);
  }

  private boolean mayBeginHandshake(PeerAddress peer) {
    return table.count(ConnectionPhase.COMPUTING, peer) < MAX_COMPUTING
        || !answered.hasOther(peer, clock.nanoTime());
  }

  /** Notes that a peer has its answer. */
  void answered(PeerAddress peer) {
    answered.add(peer, clock.nanoTime());
  }

  private void accepted(SocketChannel channel) throws IOException {
    try {
      channel.configureBlocking(false);
      PeerAddress peer =
          PeerAddress.of(((InetSocketAddress) channel.getRemoteAddress()).getAddress());
      PeerTransport transport = tls == null
          ? new PlainTransport(channel)
          : new TlsTransport(channel, tls, () -> mayBeginHandshake(peer));
      EndpointConnection connection = new EndpointConnection(this, channel, transport, peer);
      guarded(connection, connection::advance);
    } catch (IOException | RuntimeException e) {
      channel.close(); // the peer has closed the connection
    } catch (Error e) {
      channel.close(); // without memory for the connection, its file handle must not stay in use
      throw e;
    }
  }

  /** Runs a step of a connection; an exception closes this connection only. */
  private void guarded(EndpointConnection connection, Step step) {
    try {
      step.run();
    } catch (IOException e) {
      connection.close(); // the peer has closed the connection, or speaks another protocol
    } catch (RuntimeException | Error e) {
      connection.close();
      warnings.warn("A connection to /metrics had an unexpected error and is closed", e);
    }
  }

  /** Answers the request, or queues it as a scrape. */
  void handle(EndpointConnection connection, ScrapeRequest request) throws IOException {
    HttpAnswer answer = router.answer(request);
    if (answer != null) {
      connection.answer(answer);
      return;
    }
    PendingScrape scrape = scrapes.admit(connection, request);
    if (scrape == null) {
      connection.answerAndClose(HttpAnswer.text(
              429, "Too many wrong passwords came from this address. Try again later.\n")
          .with("Retry-After", "5"));
    } else {
      connection.awaitScrape();
      scrapes.add(scrape);
    }
  }

  private void expire(EndpointConnection connection) throws IOException {
    if (connection.phase() == ConnectionPhase.SCRAPE) {
      connection.answerAndClose(ScrapeQueue.LATE);
    } else {
      connection.close();
    }
  }

  /** Closes or answers the connection that has to leave a full phase. */
  void entered(EndpointConnection connection, ConnectionPhase phase) {
    EndpointConnection victim = table.enter(phase, connection, connection.peer(), clock.nanoTime());
    if (victim != null && phase == ConnectionPhase.SCRAPE) {
      boolean isOwn = victim.peer().equals(connection.peer());
      EndpointConnection refused =
          isOwn ? connection : victim; // no other peer loses a scrape to this peer
      guarded(
          refused,
          () -> refused.answerAndClose(
              HttpAnswer.text(503, "Too many scrapes are waiting. Try again later.\n")
                  .with("Retry-After", "5")));
    } else if (victim != null) {
      evict(victim, phase);
    }
    while (table.size() > MAX_AT_REST && !table.in(ConnectionPhase.CONNECTED).isEmpty()) {
      evict(table.in(ConnectionPhase.CONNECTED).get(0), ConnectionPhase.CONNECTED);
    }
    if (phase == ConnectionPhase.CONNECTED) {
      acceptPace.silent(clock.nanoTime());
    } else if (phase == ConnectionPhase.ANSWER) {
      boundAnswers();
    }
  }

  /** Closes a connection after its deadline, unless the missing bytes have arrived in the meantime. */
  private void evict(EndpointConnection victim, ConnectionPhase phase) {
    if (phase == ConnectionPhase.CONNECTED || phase == ConnectionPhase.HANDSHAKE) {
      guarded(victim, victim::advance);
    }
    if (victim.phase() == phase) {
      victim.close();
    }
  }

  /** Limits the memory of answers for slow readers: the oldest answers are closed, but never the newest one. */
  private void boundAnswers() {
    List<EndpointConnection> readers = new ArrayList<>(table.in(ConnectionPhase.ANSWER));
    long held = 0;
    for (EndpointConnection reader : readers) {
      held += reader.answerBytes();
    }
    for (int i = 0; i < readers.size() - 1 && held > MAX_ANSWER_BYTES; i++) {
      held -= readers.get(i).answerBytes();
      readers.get(i).close();
    }
  }

  void left(EndpointConnection connection, ConnectionPhase phase) {
    table.leave(phase, connection);
  }

  /** Counts the file handle of a closed connection until the selector has released it. */
  void closed(boolean isRegistered) {
    closingHandles += isRegistered ? 1 : 0;
  }

  SelectionKey register(SocketChannel channel, int operations, EndpointConnection connection)
      throws ClosedChannelException {
    return channel.register(selector, operations, connection);
  }

  /** Runs a computation of a handshake on its own thread. */
  void compute(EndpointConnection connection, Runnable task) {
    try {
      handshakes.execute(() -> {
        if (connection.isOpen()) {
          computePaced(task); // the engine's next step throws the failure
          handOver(() -> guarded(connection, connection::resume));
        }
      });
    } catch (RejectedExecutionException tooMany) {
      connection.close();
    }
  }

  /**
   * Runs a computation at a limited rate: twenty are not delayed, after that one begins every 7 ms. So a peer has 160 ms for
   * its part of the handshake until 23 younger connections can replace it, and a lasting flood uses at most half a core. The
   * handshake thread only.
   */
  private void computePaced(Runnable task) {
    long start = clock.nanoTime();
    long wait = computingPace.nanosUntilReady(start);
    if (wait > 0) {
      LockSupport.parkNanos(this, wait);
      start = clock.nanoTime();
    }
    task.run();
    long end = clock.nanoTime();
    computingPace.spend(Math.max(2 * (end - start), MIN_COMPUTING_NANOS), end);
  }

  /** Runs the result on the endpoint's thread. Any thread. */
  private void handOver(Runnable result) {
    if (handedOver.offer(result)) { // its capacity is larger than the number of computations
      selector.wakeup();
    }
  }

  ByteBuffer scratch() {
    return scratch.clear();
  }

  long epochNanos() {
    return clock.now();
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception ignored) {
      // a failing log handler of the application has no further effect
    }
  }

  /** Ends the loop. Any thread. */
  void close() {
    isClosing = true;
    selector.wakeup();
  }

  /** A step of a connection that may fail. */
  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }
}
