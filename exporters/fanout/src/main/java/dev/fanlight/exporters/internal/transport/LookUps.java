/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import dev.fanlight.exporters.internal.threads.Threads;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;

/** Host names to addresses, without ever holding the caller longer than its attempt lasts. */
final class LookUps {

  /*
   * The JVM's look-up can be neither interrupted nor given a timeout, and a resolver that is down can hold it for a
   * minute. So it runs on a daemon thread of its own, one per name at a time: a second attempt waits for the look-up
   * that is under way. The thread ends with its look-up; nobody waits for it, close() least of all. Where the system
   * has no thread to give, the look-up fails, and so does this attempt.
   */
  private static final Pattern ADDRESS =
      Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?!$)|$)){4}|.*:.*");

  private final ConcurrentMap<String, CompletableFuture<InetAddress[]>> underWay =
      new ConcurrentHashMap<>();

  private final Resolver resolver;
  private final Threads threads;

  /** The JVM's resolver, or a test's. */
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  LookUps(Resolver resolver, Threads threads) {
    this.resolver = resolver;
    this.threads = threads;
  }

  /** All addresses of the host, at least one. */
  InetAddress[] resolve(String host, Attempt attempt) throws IOException, InterruptedException {
    if (ADDRESS.matcher(host).matches()) {
      return new InetAddress[] {InetAddress.getByName(host)}; // parsed, not looked up
    }
    CompletableFuture<InetAddress[]> answer = underWay(host).copy();
    attempt.hold(() -> answer.cancel(false));
    try {
      return answer.get();
    } catch (CancellationException e) {
      throw new InterruptedIOException("given up");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof OutOfMemoryError
          ? new IOException("no thread or memory for it", e.getCause())
          : new UnknownHostException("the name does not resolve; check it, and the resolver");
    }
  }

  private CompletableFuture<InetAddress[]> underWay(String host) {
    CompletableFuture<InetAddress[]> mine = new CompletableFuture<>();
    CompletableFuture<InetAddress[]> earlier = underWay.putIfAbsent(host, mine);
    if (earlier != null) {
      return earlier;
    }
    try {
      threads.make("look-up", () -> lookUp(host, mine)).start();
    } catch (Throwable e) { // no thread to be had: the next attempt asks again
      underWay.remove(host);
      mine.completeExceptionally(e);
    }
    return mine;
  }

  private void lookUp(String host, CompletableFuture<InetAddress[]> answer) {
    try {
      InetAddress[] addresses = resolver.resolve(host);
      underWay.remove(host);
      answer.complete(addresses);
    } catch (
        Throwable
            e) { // a resolver of the application may throw anything; the waiting lane must hear of
      // it
      underWay.remove(host);
      answer.completeExceptionally(e);
    }
  }
}
