/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.relay.internal.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.opentelemetry.sdk.common.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A server of HTTP/1.1 for requests with bodies, from peers that may be hostile. */
public final class RelayReceiver implements AutoCloseable {

  /*
   * Threads. fanlight-relay-receiver accepts, and closes connections after their deadline; it never reads from a peer.
   * Each connection has a thread, fanlight-relay-connection, which ends with it.
   *
   * Full. A new connection takes the place of the one that has been idle longest; without an idle one it is closed. A peer has at
   * most half of the connections, so that it takes no other peer's; loopback may have all of them.
   *
   * Close. No new connection; idle ones end at once, busy ones after the request at hand, or after CLOSE_WAIT.
   */

  private static final int LOOK_MILLIS = 250;
  private static final int BACKLOG = 256;
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);
  private static final Duration RETRY_PAUSE = Duration.ofMillis(100);

  private final ReceiverSettings settings;
  private final RequestHandler handler;
  private final Clock clock;
  private final MemoryBudget memory;
  private final ServerSocket socket;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock") private final Set<PeerConnection> connections = new HashSet<>();

  private volatile boolean isClosing;

  private RelayReceiver(
      ReceiverSettings settings, RequestHandler handler, Clock clock, ServerSocket socket) {
    this.settings = settings;
    this.handler = handler;
    this.clock = clock;
    this.memory = new MemoryBudget(settings.maxMemoryBytes());
    this.socket = socket;
    this.thread = new Thread(null, this::run, "fanlight-relay-receiver", 0, false);
    thread.setDaemon(true);
  }

  /**
   * Listens.
   *
   * @throws UncheckedIOException if it cannot, with the cause and the cure
   */
  public static RelayReceiver open(ReceiverSettings settings, RequestHandler handler, Clock clock) {
    RelayReceiver receiver = new RelayReceiver(settings, handler, clock, listen(settings));
    receiver.thread.start();
    return receiver;
  }

  private static ServerSocket listen(ReceiverSettings settings) {
    ServerSocket socket = null;
    try {
      socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.setSoTimeout(LOOK_MILLIS);
      socket.bind(
          new InetSocketAddress(InetAddress.getByName(settings.host()), settings.port()), BACKLOG);
      return socket;
    } catch (IOException e) {
      closeQuietly(socket);
      // without the host: a secret may be at its place
      throw new UncheckedIOException(
          "cannot listen at port " + settings.port() + " of source.otlp.host ("
              + e.getClass().getSimpleName()
              + "); is the port in use, or the host not of this machine?",
          e);
    }
  }

  private static void closeQuietly(@Nullable ServerSocket socket) {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException ignored) {
      // it is closed all the same
    }
  }

  /** The address that it listens at. */
  public InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /** Connections that are open now. */
  public int connections() {
    lock.lock();
    try {
      return connections.size();
    } finally {
      lock.unlock();
    }
  }

  /** Bytes that requests have reserved now. */
  public long memoryInUse() {
    return memory.used();
  }

  ReceiverSettings settings() {
    return settings;
  }

  RequestHandler handler() {
    return handler;
  }

  MemoryBudget memory() {
    return memory;
  }

  long nanoTime() {
    return clock.nanoTime();
  }

  private void run() {
    long lookedNanos = clock.nanoTime();
    while (!isClosing) {
      try {
        accept(socket.accept());
      } catch (SocketTimeoutException nobody) {
        // time to look at the deadlines
      } catch (IOException | RuntimeException | OutOfMemoryError e) {
        awaitClosing(RETRY_PAUSE); // no file handle, no thread: it may be better soon
      }
      if (clock.nanoTime() - lookedNanos > TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS)) {
        closeOverdue();
        lookedNanos = clock.nanoTime();
      }
    }
  }

  private void accept(Socket accepted) throws IOException {
    PeerConnection connection = new PeerConnection(this, accepted);
    if (!admit(connection)) {
      connection.close();
      return;
    }
    Thread worker = new Thread(null, connection::run, "fanlight-relay-connection", 0, false);
    worker.setDaemon(true);
    try {
      worker.start();
    } catch (OutOfMemoryError noThread) {
      connection.close();
      ended(connection);
      throw noThread;
    }
  }

  private boolean admit(PeerConnection connection) {
    PeerConnection evicted = null;
    lock.lock();
    try {
      if (isClosing || isPeerFullLocked(connection.peer())) {
        return false;
      }
      if (connections.size() >= settings.maxConnections()) {
        evicted = longestIdleLocked();
        if (evicted == null) {
          return false;
        }
        connections.remove(evicted);
      }
      connections.add(connection);
    } finally {
      lock.unlock();
    }
    if (evicted != null) {
      evicted.close();
    }
    return true;
  }

  @GuardedBy("lock") private boolean isPeerFullLocked(InetAddress peer) {
    if (peer.isLoopbackAddress()) {
      return false;
    }
    int count = 0;
    for (PeerConnection connection : connections) {
      count += connection.peer().equals(peer) ? 1 : 0;
    }
    return count >= Math.max(1, settings.maxConnections() / 2);
  }

  /** Returns the connection with the earliest deadline: the time to be idle is the same for each. */
  @GuardedBy("lock") private @Nullable PeerConnection longestIdleLocked() {
    PeerConnection longest = null;
    for (PeerConnection connection : connections) {
      if (connection.isIdle()
          && (longest == null || connection.deadlineNanos() - longest.deadlineNanos() < 0)) {
        longest = connection;
      }
    }
    return longest;
  }

  private void closeOverdue() {
    long now = clock.nanoTime();
    for (PeerConnection connection : all()) {
      long deadline = connection.deadlineNanos();
      if (deadline != PeerConnection.NO_DEADLINE && deadline - now < 0) {
        connection.close();
      }
    }
  }

  private List<PeerConnection> all() {
    lock.lock();
    try {
      return List.copyOf(connections);
    } finally {
      lock.unlock();
    }
  }

  void ended(PeerConnection connection) {
    lock.lock();
    try {
      connections.remove(connection);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void awaitClosing(Duration longest) {
    lock.lock();
    try {
      long left = longest.toNanos();
      while (!isClosing && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException stop) {
      isClosing = true;
    } finally {
      lock.unlock();
    }
  }

  /** Stops listening; requests at hand are answered, within two seconds. */
  @Override
  public void close() {
    isClosing = true;
    closeQuietly(socket);
    all().forEach(PeerConnection::finish);
    lock.lock();
    try {
      changed.signalAll();
      long left = CLOSE_WAIT.toNanos();
      while (!connections.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    all().forEach(PeerConnection::close);
  }
}
