/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.testing.LongProof;
import dev.fanlight.exporters.testing.ScriptedVendor;
import dev.fanlight.exporters.testing.ScriptedVendor.Reply;
import dev.fanlight.exporters.testing.Spans;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadInfo;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Seven of eight vendors are broken, each in its own way: the eighth and the application do not notice. */
@LongProof
class IsolationTest {

  private static final int SPANS = 100_000;
  private static final int BATCH = 1_000;

  @TempDir
  Path folder;

  @Test
  void a_healthy_vendor_gets_every_span_whatever_the_others_do() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (ScriptedVendor healthy = ScriptedVendor.start(request -> Reply.OK);
        ScriptedVendor hanging = ScriptedVendor.start(request -> hang(end));
        ScriptedVendor failing = ScriptedVendor.start(request -> Reply.status(500));
        ScriptedVendor refusing = ScriptedVendor.start(request -> Reply.status(401));
        ScriptedVendor overwhelmed =
            ScriptedVendor.start(request -> Reply.status(429).with("retry-after", "60"));
        RawPeer mute = RawPeer.start(socket -> end.await());
        RawPeer dripping = RawPeer.start(socket -> drip(socket, end));
        RawPeer resetting = RawPeer.start(IsolationTest::reset)) {
      Fanlight fanlight = Fanlight.load(file(
          "broken.yaml",
          List.of(
              "healthy",
              "hanging",
              "failing",
              "refusing",
              "overwhelmed",
              "mute",
              "dripping",
              "resetting"),
          List.of(
              healthy.endpoint(),
              hanging.endpoint(),
              failing.endpoint(),
              refusing.endpoint(),
              overwhelmed.endpoint(),
              mute.endpoint(),
              dripping.endpoint(),
              resetting.endpoint())));
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      double withHealthyVendors = bytesPerSpanWithHealthyVendors(threads);
      long blockedBefore = blocked(threads);
      long heapBefore = heapInUse();

      Ended run = endPaced(fanlight, threads);
      Set<String> ended = run.ids();

      long blockedInOnEnd = blocked(threads) - blockedBefore;
      fanlight.flush(Duration.ofSeconds(20));
      LedgerSnapshot account = account(fanlight, "healthy");
      assertThat(account.delivered()).isEqualTo(SPANS);
      assertThat(new HashSet<>(healthy.taken())).isEqualTo(ended);
      assertThat(healthy.taken()).as("no duplicates").hasSize(SPANS);
      assertThat(blockedInOnEnd)
          .as("the application's thread never blocked in our code")
          .isZero();
      assertThat(fanlight.queueSnapshot().refused()).isZero();
      assertThat(heapInUse() - heapBefore)
          .as("a buffer of 32 MiB, and the names of the spans that this test keeps")
          .isLessThan(64L << 20);
      assertThat(run.bytesPerSpan())
          .as("what the application's thread allocates does not depend on the vendors")
          .isCloseTo(withHealthyVendors, Percentage.withPercentage(5));
      assertThat(fanlight.ledgerSnapshots()).hasSize(8).allMatch(LedgerSnapshot::addsUp);
      assertThat(fanlight.ledgerSnapshots()).allMatch(one -> one.received() == SPANS);
      for (String broken : List.of(
          "hanging", "failing", "refusing", "overwhelmed", "mute", "dripping", "resetting")) {
        assertThat(account(fanlight, broken).delivered()).as(broken).isZero();
        assertThat(account(fanlight, broken).state())
            .as(broken)
            .isNotEqualTo(LedgerSnapshot.State.STOPPED);
      }

      long start = System.nanoTime();
      fanlight.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      assertThat(fanlight.ledgerSnapshots())
          .allMatch(LedgerSnapshot::addsUp)
          .allMatch(one -> one.buffered() == 0);
    } finally {
      end.countDown();
    }
  }

  /** The same with eight healthy vendors, before it: threads that load the same class at once block each other. */
  private double bytesPerSpanWithHealthyVendors(ThreadMXBean threads) throws IOException {
    try (ScriptedVendor healthy = ScriptedVendor.start(request -> Reply.OK)) {
      List<String> names = List.of("a", "b", "c", "d", "e", "f", "g", "h");
      Path file =
          file("healthy.yaml", names, Collections.nCopies(names.size(), healthy.endpoint()));
      try (Fanlight fanlight = Fanlight.load(file)) {
        return endPaced(fanlight, threads).bytesPerSpan();
      }
    }
  }

  /** Ends spans no faster than the batcher takes them, so that what is lost would be a vendor's doing. */
  private static Ended endPaced(Fanlight fanlight, ThreadMXBean threads) {
    Spans spans = Spans.at(fanlight.spanProcessor());
    Set<String> ids = new HashSet<>();
    List<Long> bytes = new ArrayList<>();
    while (ids.size() < SPANS) {
      if (fanlight.queueSnapshot().queued() < 4_000) {
        long before = threads.getCurrentThreadAllocatedBytes();
        Set<String> some = spans.end(BATCH);
        bytes.add(threads.getCurrentThreadAllocatedBytes() - before);
        ids.addAll(some);
      } else {
        Thread.onSpinWait();
      }
    }
    Collections.sort(bytes); // the first ones are what is not yet compiled
    return new Ended(ids, (double) bytes.get(bytes.size() / 2) / BATCH);
  }

  /** Which spans, and what the median batch of them had the thread allocate. */
  private record Ended(Set<String> ids, double bytesPerSpan) {}

  private static long heapInUse() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }

  /** How often this thread blocked or waited so far. */
  private static long blocked(ThreadMXBean threads) {
    ThreadInfo self = threads.getThreadInfo(Thread.currentThread().getId());
    return self.getBlockedCount() + self.getWaitedCount();
  }

  private static LedgerSnapshot account(Fanlight fanlight, String vendor) {
    return fanlight.ledgerSnapshots().stream()
        .filter(one -> one.vendor().equals(vendor))
        .findFirst()
        .orElseThrow();
  }

  private static Reply hang(CountDownLatch end) throws InterruptedException {
    end.await();
    return Reply.status(500);
  }

  private static void drip(Socket socket, CountDownLatch end)
      throws IOException, InterruptedException {
    OutputStream out = socket.getOutputStream();
    for (byte one :
        "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII)) {
      out.write(one);
      out.flush();
      if (end.await(1, TimeUnit.SECONDS)) {
        return;
      }
    }
  }

  private static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0); // close sends a reset
  }

  private Path file(String name, List<String> names, List<String> endpoints) throws IOException {
    StringBuilder yaml = new StringBuilder("buffer: {memory: 32MiB}\nvendors:\n");
    for (int i = 0; i < names.size(); i++) {
      String timeout = names.get(i).length() == 1 || names.get(i).equals("healthy") ? "30s" : "2s";
      yaml.append("  %s: {type: otlp, endpoint: %s, timeout: %s}%n"
          .formatted(names.get(i), endpoints.get(i), timeout));
    }
    return Files.writeString(folder.resolve(name), yaml.toString());
  }

  /** A server that does with each connection what it is told, HTTP or not. */
  private static final class RawPeer implements AutoCloseable {

    private final ServerSocket server;
    private final List<Socket> sockets = new ArrayList<>();

    private RawPeer(Behaviour behaviour) throws IOException {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      daemon("accept", () -> accept(behaviour));
    }

    static RawPeer start(Behaviour behaviour) throws IOException {
      return new RawPeer(behaviour);
    }

    private void accept(Behaviour behaviour) {
      try {
        while (true) {
          Socket socket = server.accept();
          synchronized (sockets) {
            sockets.add(socket);
          }
          daemon("serve", () -> serve(behaviour, socket));
        }
      } catch (IOException closed) {
        assertThat(server.isClosed()).isTrue();
      }
    }

    private static void serve(Behaviour behaviour, Socket socket) {
      try (socket) {
        behaviour.serve(socket);
      } catch (IOException peerWentAway) {
        assertThat(peerWentAway).isNotNull(); // which is its right
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      }
    }

    private static void daemon(String role, Runnable work) {
      Thread thread = new Thread(work, "raw-peer-" + role);
      thread.setDaemon(true);
      thread.start();
    }

    String endpoint() {
      return "http://127.0.0.1:" + server.getLocalPort() + "/v1/traces";
    }

    @Override
    public void close() throws IOException {
      server.close();
      synchronized (sockets) {
        for (Socket socket : sockets) {
          socket.close();
        }
      }
    }

    interface Behaviour {
      void serve(Socket socket) throws IOException, InterruptedException;
    }
  }
}
