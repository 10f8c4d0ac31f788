/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The processes of a run and the files between them. Used by one thread. */
final class ChaosStage implements AutoCloseable {

  private final ChaosConfig config;
  private final Map<ChaosVendor, ReceiverProcess> receivers = new EnumMap<>(ChaosVendor.class);
  private final List<Path> certificates;
  private final GeneratorProcess generator;

  private ChaosStage(ChaosOptions options)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path folder = options.folder();
    empty(folder);
    certificates = List.of(
        Certificates.create(folder.resolve("first")),
        Certificates.create(folder.resolve("second")));
    List<Integer> free = freePorts(ChaosVendor.values().length + 1);
    Map<ChaosVendor, Integer> ports = new EnumMap<>(ChaosVendor.class);
    for (ChaosVendor vendor : ChaosVendor.values()) {
      ports.put(vendor, free.get(ports.size()));
    }
    config = new ChaosConfig(folder, ports, free.get(ports.size()));
    for (Map.Entry<ChaosVendor, Integer> port : ports.entrySet()) {
      ChaosVendor vendor = port.getKey();
      if (vendor.hasKey()) {
        config.writeKey(vendor, "key-1");
      }
      if (vendor.isSecure()) {
        config.writeAuthority(vendor, certificates.get(0));
      }
      receivers.put(
          vendor,
          ReceiverProcess.start(
              vendor, port.getValue(), folder, config.key(vendor), certificates.get(0)));
    }
    config.write(true);
    for (ReceiverProcess receiver : receivers.values()) {
      receiver.awaitReady();
    }
    generator = GeneratorProcess.start(config, folder, options.rate());
  }

  /** Starts eight receivers and the generator, which ends no span yet. */
  static ChaosStage start(ChaosOptions options)
      throws IOException, InterruptedException, GeneralSecurityException {
    return new ChaosStage(options);
  }

  private static void empty(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    Files.createDirectories(folder);
  }

  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ServerSocket socket = new ServerSocket(0);
      sockets.add(socket);
      ports.add(socket.getLocalPort());
    }
    for (ServerSocket socket : sockets) {
      socket.close();
    }
    return ports;
  }

  ChaosConfig config() {
    return config;
  }

  ReceiverProcess receiver(ChaosVendor vendor) {
    return Objects.requireNonNull(receivers.get(vendor));
  }

  GeneratorProcess generator() {
    return generator;
  }

  Path certificates(int index) {
    return certificates.get(index);
  }

  /** Writes the stacks of all threads of all processes into the folder. */
  void dumpThreads() throws IOException, InterruptedException {
    ProcessSignals.dumpThreads(generator.pid(), config.file().resolveSibling("generator.threads"));
    for (Map.Entry<ChaosVendor, ReceiverProcess> receiver : receivers.entrySet()) {
      ProcessSignals.dumpThreads(
          receiver.getValue().pid(),
          config.file().resolveSibling(receiver.getKey().label() + ".threads"));
    }
  }

  @Override
  public void close() {
    generator.close();
    receivers.values().forEach(ReceiverProcess::close);
  }
}
