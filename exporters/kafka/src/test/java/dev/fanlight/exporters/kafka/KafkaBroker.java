/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.processes.ChildJvm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;

/** A real broker (KRaft) in a child process, which can be stopped and started again with its data. */
final class KafkaBroker implements AutoCloseable {

  private static final List<String> JVM =
      List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classPath());

  private final Path folder;
  private final Path properties;
  private final int port;
  private ChildJvm process;
  private int starts;

  private KafkaBroker(Path folder) throws Exception {
    this.folder = folder;
    this.port = freePort();
    int controller = freePort();
    // A broker that was killed may register again once its session has ended.
    properties = Files.writeString(folder.resolve("server.properties"), """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:%2$d
        listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
        advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
        controller.listener.names=CONTROLLER
        inter.broker.listener.name=PLAINTEXT
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
        log.dirs=%3$s
        num.partitions=3
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=1
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        share.coordinator.state.topic.replication.factor=1
        group.initial.rebalance.delay.ms=0
        broker.session.timeout.ms=4000
        broker.heartbeat.interval.ms=500
        log.cleaner.dedupe.buffer.size=2097152
        log.cleaner.threads=1
        """.formatted(
            port, controller, folder.resolve("data")));
    try (ChildJvm format = run(
        "kafka.tools.StorageTool",
        "format",
        "-t",
        Uuid.randomUuid().toString(),
        "-c",
        properties.toString())) {
      assertThat(format.awaitExit()).as("%s", format.lines()).isZero();
    }
    process = start();
  }

  static KafkaBroker start(Path folder) throws Exception {
    return new KafkaBroker(folder);
  }

  private static String classPath() {
    String broker = System.getProperty("fanlight.kafka.broker");
    return broker != null
        ? broker
        : System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private ChildJvm run(String... main) throws IOException {
    starts++;
    List<String> arguments = new java.util.ArrayList<>(JVM);
    arguments.addAll(List.of(main));
    return ChildJvm.start(List.of(), arguments, folder.resolve("broker-" + starts + ".log"));
  }

  private ChildJvm start() throws IOException {
    return run("kafka.Kafka", properties.toString());
  }

  /** The address for clients. */
  String address() {
    return "127.0.0.1:" + port;
  }

  /** Ends the process, as {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.kill();
  }

  /** Creates topics with three partitions; waits until the broker can. */
  void createTopics(String... names) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", address()))) {
      admin
          .createTopics(
              Stream.of(names).map(name -> new NewTopic(name, 3, (short) 1)).toList())
          .all()
          .get(60, TimeUnit.SECONDS);
    }
  }

  void startAgain() throws IOException {
    process = start();
  }

  @Override
  public void close() {
    process.close();
  }
}
