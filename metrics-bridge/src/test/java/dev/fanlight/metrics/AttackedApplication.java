/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

import dev.fanlight.metrics.internal.endpoint.ServerTlsFactory;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An application with the endpoint that opens files and sockets all the time. Run by a test, as a process. */
final class AttackedApplication {
  private static final int FILES = 100;
  private static final Path HANDLES = Path.of("/proc/self/fd");

  private AttackedApplication() {}

  /** Prints the port, works until standard input ends, and prints what it has seen. */
  @SuppressWarnings("SystemOut")
  public static void main(String[] args) throws Exception {
    MetricsBridgeBuilder builder = MetricsBridge.builder().host("127.0.0.1").port(0);
    if (args.length == 2) {
      builder.tls(ServerTlsFactory.serverTls(Path.of(args[0]), Path.of(args[1])));
    }
    try (var bridge = builder.start();
        var application = new Application(bridge)) {
      application.end("a", Duration.ofMillis(1));
      int before = handles(); // the endpoint has a listener and a selector by now
      System.out.println(bridge.port().orElseThrow());
      int most = 0;
      int errors = 0;
      int rounds = 0;
      while (System.in.available() == 0) {
        try {
          most = Math.max(most, openFilesAndSockets());
        } catch (IOException e) {
          errors++;
          System.out.println(e);
        }
        rounds++;
      }
      System.out.println("rounds=" + rounds + " errors=" + errors + " handles=" + (most - before)
          + " cpuMillis=" + cpuNanos() / 1_000_000);
    }
  }

  /** Returns the number of handles that are not its own. */
  private static int openFilesAndSockets() throws IOException, InterruptedException {
    List<AutoCloseable> opened = new ArrayList<>();
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < FILES; i++) {
        InputStream file = Files.newInputStream(Path.of("/proc/self/stat"));
        opened.add(file);
        if (i % 10 == 0) {
          opened.add(new Socket(server.getInetAddress(), server.getLocalPort()));
          opened.add(server.accept());
        }
      }
      int handles = handles() - opened.size() - 1;
      new CountDownLatch(1)
          .await(20, TimeUnit.MILLISECONDS); // the rest of the machine is the peers'
      return handles;
    } finally {
      for (AutoCloseable each : opened) {
        try {
          each.close();
        } catch (Exception ignored) {
          // closing what was opened
        }
      }
    }
  }

  private static int handles() throws IOException {
    int handles = 0;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(HANDLES)) {
      for (Path ignored : all) {
        handles++;
      }
    }
    return handles;
  }

  private static long cpuNanos() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long nanos = 0;
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().startsWith("fanlight-metrics")) {
        nanos += threads.getThreadCpuTime(thread.getThreadId());
      }
    }
    return nanos;
  }
}
