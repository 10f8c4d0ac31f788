/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanlight.exporters.testing.ScriptedVendor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With the log on disk, kill -9 loses nothing that a client has an acknowledgement for. */
@Timeout(1_200)
class KilledRelayTest {

  private static final int KILLS = "full".equals(System.getProperty("fanlight.proof")) ? 50 : 3;
  private static final int CLIENTS = 3;
  private static final int SPANS = 20;

  private final Random random = new Random(42);
  private final AtomicLong numbers = new AtomicLong(1);
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

  @Test
  void nothing_acknowledged_is_lost(@TempDir Path folder) throws Exception {
    try (ScriptedVendor vendor =
        ScriptedVendor.start(received -> ScriptedVendor.Reply.status(503))) {
      Path file = Files.writeString(
          folder.resolve("relay.yaml"), """
          source: {otlp: {http: 0}}
          buffer: {disk: {path: %s}}
          vendors:
            collector: {type: otlp, endpoint: "%s/v1/traces"}
          """.formatted(folder.resolve("log"), vendor.endpoint()));
      for (int i = 0; i < KILLS; i++) {
        postUntilKilled(file);
      }
      assertThat(acknowledged).hasSizeGreaterThan(KILLS * SPANS);

      vendor.follow(received -> ScriptedVendor.Reply.OK);
      Process last = start(file);
      try {
        int ignored = port(last);
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
          Set<String> missing = new HashSet<>(acknowledged);
          missing.removeAll(new HashSet<>(vendor.taken()));
          assertThat(missing).isEmpty();
        });
      } finally {
        last.destroyForcibly().waitFor();
      }
    }
  }

  private void postUntilKilled(Path file) throws Exception {
    Process process = start(file);
    try {
      OtlpClient client = new OtlpClient(new InetSocketAddress("localhost", port(process)));
      int before = acknowledged.size();
      List<Thread> threads = java.util.stream.IntStream.range(0, CLIENTS)
          .mapToObj(i -> new Thread(() -> post(client), "client-" + i))
          .toList();
      threads.forEach(Thread::start);
      int wanted = before + SPANS * (2 + random.nextInt(40));
      await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged.size() >= wanted);
      process.destroyForcibly().waitFor();
      for (Thread thread : threads) {
        thread.join();
      }
    } finally {
      process.destroyForcibly();
    }
  }

  /** Posts until the relay is gone. */
  private void post(OtlpClient client) {
    try {
      while (true) {
        long first = numbers.getAndAdd(SPANS);
        if (client.post(Messages.of(first, SPANS).toByteArray()).statusCode() == 200) {
          for (long number = first; number < first + SPANS; number++) {
            acknowledged.add(Messages.id(number));
          }
        }
      }
    } catch (IOException killed) {
      // as it should be
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private static Process start(Path file) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            RelayedProcess.class.getName(),
            file.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static int port(Process process) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = lines.readLine();
    assertThat(line).startsWith("port ");
    return Integer.parseInt(line.substring("port ".length()));
  }
}
