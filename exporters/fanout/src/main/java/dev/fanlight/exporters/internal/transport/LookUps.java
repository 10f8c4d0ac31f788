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

/** Host names to addresses, without ever holding the caller longer than its attempt lasts. */
final class LookUps {

  /*
   * The JVM's look-up can be neither interrupted nor given a timeout, and a resolver that is down can hold it for a
   * minute. So it runs on a daemon thread of its own, one per name at a time: a second attempt waits for the look-up
   * that is under way. The thread ends with its look-up; no thread waits for it, not even close(). Where the system
   * has no thread to give, the look-up fails, and so does this attempt.
   */
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

  /** Returns all addresses of the host, at least one. */
  InetAddress[] resolve(String host, ExchangeAttempt attempt)
      throws IOException, InterruptedException {
    if (isAddress(host)) {
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
          : new UnknownHostException(
              "the name does not resolve; check the name and the DNS resolver");
    }
  }

  /** Returns true if the host is an address: with a colon, or four numbers of one byte without leading zeros. */
  private static boolean isAddress(String host) {
    if (host.indexOf(':') >= 0) {
      return true;
    }
    int dots = 0;
    int number = -1; // no digit yet
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      boolean isDigit = c >= '0' && c <= '9';
      if (isDigit && number != 0) {
        number = 10 * Math.max(number, 0) + (c - '0');
      } else if (c == '.' && number >= 0) {
        dots++;
        number = -1;
      } else {
        return false;
      }
      if (number > 255) {
        return false;
      }
    }
    return dots == 3 && number >= 0;
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
