/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanlight.exporters.testing.LongProof;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hostile peers, most of them with the address of the probe, against an application with 600 file handles.
 *
 * <p>The full form: {@code ./mvnw verify -Pfull -pl metrics-bridge -am -DskipITs -Dtest=EndpointUnderAttackTest
 * -Dsurefire.failIfNoSpecifiedTests=false}
 */
@LongProof
class EndpointUnderAttackTest {
  private static final boolean IS_FULL = "full".equals(System.getProperty("fanlight.proof"));
  private static final int PROBES = IS_FULL ? 100 : 10;
  private static final long ATTACK_NANOS = Duration.ofSeconds(IS_FULL ? 60 : 2).toNanos();
  private static final Pattern SEEN =
      Pattern.compile("rounds=(\\d+) errors=(\\d+) handles=(-?\\d+) cpuMillis=(\\d+)");
  private static final String SAME_ADDRESS = "127.0.0.1"; // that of the hostile peers
  private static final String OTHER_ADDRESS = "127.0.0.2";
  private static final String PROBE =
      "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

  @TempDir
  private Path folder;

  @Test
  void probes_are_answered_within_a_second_and_the_application_keeps_its_file_handles()
      throws Exception {
    attack(IS_FULL ? 100 : 30, SocketFactory.getDefault());
  }

  @Test
  void probes_over_TLS_are_answered_within_a_second() throws Exception {
    SelfSigned identity = SelfSigned.in(folder);
    Path certificate = folder.resolve("tls.crt");
    Path key = folder.resolve("tls.key");
    identity.writeCertificate(certificate);
    identity.writeKey(key);

    attack(
        IS_FULL ? 100 : 10,
        SelfSigned.trusting(identity).getSocketFactory(),
        certificate.toString(),
        key.toString());
  }

  @Test
  void probes_over_TLS_are_answered_while_peers_begin_handshakes() throws Exception {
    assertThat(probesDuringHellos(IS_FULL ? 100 : 40, SAME_ADDRESS))
        .as("each is answered; the time is right only where nothing else runs")
        .hasSize(PROBES)
        .allMatch(each -> each < (IS_FULL ? 1_000 : 5_000));
  }

  /** As many peers as could hold up the probe for more than two seconds, if their hellos were computed in their order. */
  @Test
  void probes_over_TLS_from_another_address_do_not_wait_for_handshakes() throws Exception {
    assertThat(probesDuringHellos(300, OTHER_ADDRESS))
        .hasSize(PROBES)
        .allMatch(each -> each < (IS_FULL ? 1_000 : 2_000));
  }

  private List<Long> probesDuringHellos(int peers, String address) throws Exception {
    SelfSigned identity = SelfSigned.in(folder);
    Path certificate = folder.resolve("tls.crt");
    Path key = folder.resolve("tls.key");
    identity.writeCertificate(certificate);
    identity.writeKey(key);
    SocketFactory sockets = SelfSigned.trusting(identity).getSocketFactory();
    Process application = start(certificate.toString(), key.toString());
    try (BufferedReader said = new BufferedReader(
        new InputStreamReader(application.getInputStream(), StandardCharsets.UTF_8))) {
      int port = Integer.parseInt(said.readLine());
      for (int i = 0; i < 50; i++) {
        probe(sockets, address, port);
      }
      List<Long> millis = new ArrayList<>();
      try (var hostile = new HostilePeers(port).wholeHellos(peers).start()) {
        await().until(() -> hostile.connections() > 40);
        while (millis.size() < PROBES) {
          millis.add(probe(sockets, address, port));
        }
      }
      System.getLogger(EndpointUnderAttackTest.class.getName())
          .log(Level.INFO, "{0} hellos; milliseconds of each probe: {1}", peers, millis);
      return millis;
    } finally {
      application.destroyForcibly().waitFor();
    }
  }

  private void attack(int peers, SocketFactory sockets, String... identity) throws Exception {
    Process application = start(identity);
    try (BufferedReader said = new BufferedReader(
        new InputStreamReader(application.getInputStream(), StandardCharsets.UTF_8))) {
      int port = Integer.parseInt(said.readLine());
      for (int i = 0; i < 50; i++) {
        probe(
            sockets,
            port); // compiles the probe: it is to send its request as soon as it has connected
      }
      List<Long> millis = new ArrayList<>();
      long start = System.nanoTime();
      try (var hostile = new HostilePeers(port)
          .silent(10 * peers)
          .halfRequests(2 * peers)
          .halfHellos(2 * peers)
          .slowReaders(peers)
          .start()) {
        while (millis.size() < PROBES || System.nanoTime() - start < ATTACK_NANOS) {
          hostile.readSlowly();
          millis.add(probe(sockets, port));
        }
        assertThat(hostile.connections()).isGreaterThan(15L * peers);
      }
      long attackMillis = Duration.ofNanos(System.nanoTime() - start).toMillis();
      application.getOutputStream().write('\n');
      application.getOutputStream().flush();
      String seen = said.readLine();
      Matcher numbers = SEEN.matcher(seen);
      assertThat(numbers.matches()).as(seen).isTrue();
      System.getLogger(EndpointUnderAttackTest.class.getName())
          .log(
              Level.INFO,
              "{0} ms; {1}; milliseconds of each probe: {2}",
              attackMillis,
              seen,
              millis);
      assertThat(millis).allMatch(each -> each < 1_000);
      assertThat(Integer.parseInt(numbers.group(1))).isPositive();
      assertThat(Integer.parseInt(numbers.group(2))).isZero();
      assertThat(Integer.parseInt(numbers.group(3)))
          .as("64, and a few that the JVM itself opens meanwhile")
          .isLessThanOrEqualTo(64 + 4);
      assertThat(Long.parseLong(numbers.group(4)))
          .as("a first attack is met by code that is not compiled yet")
          .isLessThan(IS_FULL ? attackMillis / 20 : attackMillis / 2);
    } finally {
      application.destroyForcibly().waitFor();
    }
  }

  private static Process start(String... identity) throws Exception {
    List<String> command = new ArrayList<>(List.of(
        "bash",
        "-c",
        "ulimit -n 600; exec \"$@\"",
        "bash",
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx128m",
        "-cp",
        System.getProperty("java.class.path"),
        AttackedApplication.class.getName()));
    command.addAll(List.of(identity));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** Returns the milliseconds from the connection to the answer, which has to be {@code ok}. */
  private static long probe(SocketFactory sockets, int port) throws Exception {
    return probe(sockets, SAME_ADDRESS, port);
  }

  private static long probe(SocketFactory sockets, String address, int port) throws Exception {
    long start = System.nanoTime();
    Socket socket = sockets.createSocket();
    socket.bind(new InetSocketAddress(address, 0));
    try (RawPeer probe = RawPeer.connect(socket, port)) {
      assertThat(probe.send(PROBE).answer()).startsWith("HTTP/1.1 200 ").endsWith("ok\n");
    }
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
  }
}
