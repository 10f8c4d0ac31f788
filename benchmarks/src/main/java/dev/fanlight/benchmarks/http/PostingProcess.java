/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.http;

import dev.fanlight.benchmarks.Pace;
import dev.fanlight.benchmarks.ProcessCpu;
import java.net.URI;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The process of one client: a thread per target posts at a steady rate, and the process reports the CPU time of a POST
 * after it has warmed up.
 *
 * <p>Arguments: client, ports, bytes of the body, posts a second to each port, seconds to warm up, seconds to
 * measure, PEM file or {@code -}.
 */
public final class PostingProcess {

  private PostingProcess() {}

  /** Says one line: microseconds of CPU per POST, and how many were measured. */
  public static void main(String[] arguments) throws Exception {
    boolean isPlain = arguments[6].equals("-");
    PostClient client = ClientFactory.named(arguments[0], isPlain ? null : Path.of(arguments[6]));
    byte[] body = new byte[Integer.parseInt(arguments[2])];
    new Random(7).nextBytes(body); // gzipped bytes look like this
    AtomicLong posts = new AtomicLong();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    for (String port : arguments[1].split(",", -1)) {
      URI uri = URI.create((isPlain ? "http" : "https") + "://localhost:" + port + "/v1/traces");
      double perSecond = Double.parseDouble(arguments[3]);
      start(() -> post(client, uri, body, perSecond, posts, failure), port);
    }
    await(arguments[4]);
    long postsBefore = posts.get();
    long cpuBefore = ProcessCpu.nanos();
    await(arguments[5]);
    long cpu = ProcessCpu.nanos() - cpuBefore;
    long measured = posts.get() - postsBefore;
    if (failure.get() != null) {
      throw new IllegalStateException("a POST failed", failure.get());
    }
    System.out.println(cpu / 1e3 / measured + " " + measured);
    System.exit(0);
  }

  private static void start(Runnable work, String name) {
    Thread thread = new Thread(work, "poster-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void post(
      PostClient client,
      URI uri,
      byte[] body,
      double perSecond,
      AtomicLong posts,
      AtomicReference<Throwable> failure) {
    Pace pace = new Pace(perSecond);
    try {
      while (true) {
        pace.await();
        client.post(uri, body);
        posts.incrementAndGet();
      }
    } catch (Throwable e) {
      failure.set(e);
    }
  }

  private static void await(String seconds) {
    new Pace(1 / Double.parseDouble(seconds)).await();
  }
}
