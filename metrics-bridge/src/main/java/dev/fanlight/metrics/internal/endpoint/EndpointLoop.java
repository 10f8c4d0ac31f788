/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import dev.fanlight.metrics.internal.endpoint.ScrapeQueue.PendingScrape;
import dev.fanlight.metrics.internal.text.ForeignMessage;
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
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The thread of the endpoint: it accepts, reads requests, answers probes, writes answers and keeps deadlines. */
final class EndpointLoop implements Runnable {
  /*
   * Everything here is confined to the endpoint's thread, but for close() and handOver(), which any thread may call.
   * Handshakes are computed and metrics drawn on other threads, which hand their results over and wake the selector.
   *
   * Work is done in rounds: a round accepts 20 connections at most and serves each connection that is ready once. Two
   * hundred rounds are free, lasting work is slowed to 200 rounds a second, so that peers that connect or send single bytes as fast as
   * they can get a few percent of a core. AcceptPace bounds the connections among it.
   */
  private static final Logger logger = Logger.getLogger(EndpointLoop.class.getName());
  static final int MAX_CONNECTIONS = 64;
  static final int MAX_AT_REST = 58;
  static final int MAX_ACCEPTED = 20;
  private static final int MAX_COMPUTING = 8;
  private static final Duration FREE_COMPUTING = Duration.ofMillis(140);
  private static final long MIN_COMPUTING_NANOS = TimeUnit.MILLISECONDS.toNanos(7);
  private static final int MAX_ANSWER_BYTES = 16 << 20;
  private static final int SCRATCH_BYTES = 18 * 1024; // one TLS record
  private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final Duration FREE_ROUNDS = Duration.ofSeconds(1);
  private static final long TICK_MILLIS = 250; // how late a deadline may be
  private static final long REPEAT_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final ServerSocketChannel listener;
  private final Selector selector;
  private final @Nullable SSLContext tls;
  private final RequestRouter router;
  private final ScrapeQueue scrapes;
  private final ThreadPoolExecutor handshakes;
  private final Clock clock;
  private final ConnectionTable<EndpointConnection> table = new ConnectionTable<>();
  private final BlockingQueue<Runnable> handedOver = new ArrayBlockingQueue<>(2 * MAX_CONNECTIONS);
  private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_BYTES);
  private final PaceBudget pace;
  private final AcceptPace acceptPace;
  private final PaceBudget computingPace; // the handshake thread only
  private final Set<EndpointConnection> unregistered = new LinkedHashSet<>();
  private int closingHandles; // until the next selection
  private boolean hasTold;
  private long toldNanos;
  private volatile boolean isClosing;

  EndpointLoop(
      ServerSocketChannel listener,
      Selector selector,
      @Nullable SSLContext tls,
      RequestRouter router,
      MetricsDrawer drawer,
      Clock clock) {
    this.listener = listener;
    this.selector = selector;
    this.tls = tls;
    this.router = router;
    this.clock = clock;
    this.pace = new PaceBudget(FREE_ROUNDS, clock.nanoTime());
    this.acceptPace = new AcceptPace(clock.nanoTime());
    this.computingPace = new PaceBudget(FREE_COMPUTING, clock.nanoTime());
    this.scrapes = new ScrapeQueue(drawer, this::handOver, clock);
    this.handshakes = ScrapeQueue.threads("fanlight-metrics-handshake", 1, MAX_CONNECTIONS);
  }

  @Override
  public void run() {
    try {
      while (!isClosing && !Thread.currentThread().isInterrupted()) {
        try {
          round();
        } catch (IOException | RuntimeException | Error e) {
          tell("The endpoint of /metrics has met a defect and goes on", e);
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
        continue; // closed in this round, to make room
      }
      if (key.attachment() instanceof EndpointConnection connection) {
        guarded(connection, connection::advance);
      } else {
        hasNew = true;
      }
    }
    selector.selectedKeys().clear();
    if (hasNew) {
      accept(); // last: what has arrived on older connections comes first
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

  /** While rounds are paced, a look at a few connections costs less than telling the selector about each. */
  private void lookAtUnregistered() {
    List<EndpointConnection> connections = List.copyOf(unregistered);
    unregistered.clear();
    for (EndpointConnection connection : connections) {
      if (connection.isOpen()) {
        guarded(connection, connection::advance);
      }
    }
  }

  /** Takes a connection that the selector does not know yet. */
  void lookAfter(EndpointConnection connection) {
    unregistered.add(connection);
  }

  private void accept() {
    long now = clock.nanoTime();
    for (int i = 0;
        i < MAX_ACCEPTED
            && table.size() + closingHandles < MAX_CONNECTIONS
            && table.in(Phase.COMPUTING).size() < MAX_COMPUTING
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
        table.in(Phase.CONNECTED).stream().findFirst().ifPresent(EndpointConnection::close);
        tell("A connection to /metrics cannot be accepted", e);
        return;
      }
    }
  }

  private void accepted(SocketChannel channel) throws IOException {
    try {
      channel.configureBlocking(false);
      PeerTransport transport =
          tls == null ? new PlainTransport(channel) : new TlsTransport(channel, tls);
      PeerAddress peer =
          PeerAddress.of(((InetSocketAddress) channel.getRemoteAddress()).getAddress());
      EndpointConnection connection = new EndpointConnection(this, channel, transport, peer);
      guarded(connection, connection::advance);
    } catch (IOException | RuntimeException e) {
      channel.close(); // the peer is gone already
    }
  }

  /** An exception of one connection ends this connection. */
  private void guarded(EndpointConnection connection, Step step) {
    try {
      step.run();
    } catch (IOException e) {
      connection.close(); // the peer is gone, or speaks another protocol
    } catch (RuntimeException | Error e) {
      connection.close();
      tell("A connection to /metrics has met a defect and is closed", e);
    }
  }

  /** Answers the request, or has the metrics drawn for it. */
  void handle(EndpointConnection connection, RequestHead request) throws IOException {
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
    if (connection.phase() == Phase.SCRAPE) {
      connection.answerAndClose(HttpAnswer.text(503, "The metrics could not be drawn in time.\n"));
    } else {
      connection.close();
    }
  }

  /** Makes room: a connection has come to a phase. */
  void entered(EndpointConnection connection, Phase phase) {
    EndpointConnection victim = table.enter(phase, connection, connection.peer(), clock.nanoTime());
    if (victim != null && phase == Phase.SCRAPE) {
      boolean isOwn = victim.peer().equals(connection.peer());
      EndpointConnection refused = isOwn ? connection : victim; // others lose no place to this peer
      guarded(
          refused,
          () -> refused.answerAndClose(
              HttpAnswer.text(503, "Too many scrapes wait for their answer. Try again later.\n")
                  .with("Retry-After", "5")));
    } else if (victim != null) {
      evict(victim, phase);
    }
    while (table.size() > MAX_AT_REST && !table.in(Phase.CONNECTED).isEmpty()) {
      evict(table.in(Phase.CONNECTED).get(0), Phase.CONNECTED);
    }
    if (phase == Phase.CONNECTED) {
      acceptPace.silent(clock.nanoTime());
    } else if (phase == Phase.ANSWER) {
      boundAnswers();
    }
  }

  /** Closes a connection, unless the bytes that it waits for have arrived in the meantime. */
  private void evict(EndpointConnection victim, Phase phase) {
    if (phase == Phase.CONNECTED || phase == Phase.HANDSHAKE) {
      guarded(victim, victim::advance);
    }
    if (victim.phase() == phase) {
      victim.close();
    }
  }

  /** Bounds the memory that slow readers hold: the oldest answers are given up, and never the last one. */
  private void boundAnswers() {
    List<EndpointConnection> readers = new ArrayList<>(table.in(Phase.ANSWER));
    long held = 0;
    for (EndpointConnection reader : readers) {
      held += reader.answerBytes();
    }
    for (int i = 0; i < readers.size() - 1 && held > MAX_ANSWER_BYTES; i++) {
      held -= readers.get(i).answerBytes();
      readers.get(i).close();
    }
  }

  void left(EndpointConnection connection, Phase phase) {
    table.leave(phase, connection);
  }

  /** Counts the file handle of a closed connection until the selector lets go of it. */
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
          computePaced(task); // a failure is thrown by the engine's next step
          handOver(() -> guarded(connection, connection::resume));
        }
      });
    } catch (RejectedExecutionException tooMany) {
      connection.close();
    }
  }

  /**
   * Twenty computations are free, and then one may begin every 7 ms. So a peer has 160 ms for its part of the handshake until
   * 23 younger connections can have taken its place, and a lasting flood takes half a core at most. The handshake thread only.
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
    if (handedOver.offer(result)) { // there are fewer computations than it has room for
      selector.wakeup();
    }
  }

  ByteBuffer scratch() {
    return scratch.clear();
  }

  long epochNanos() {
    return clock.now();
  }

  private void tell(String what, Throwable e) {
    long now = clock.nanoTime();
    if (!hasTold || now - toldNanos >= REPEAT_NANOS) {
      hasTold = true;
      toldNanos = now;
      logger.log(Level.WARNING, what + ". Next message in 5 min.", ForeignMessage.loggable(e));
    }
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception ignored) {
      // nothing is lost by it
    }
  }

  /** Ends the loop. Any thread. */
  void close() {
    isClosing = true;
    selector.wakeup();
  }

  /** A step of a connection. */
  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }
}
