/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import dev.fanlight.benchmarks.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The process of one vendor, which is killed and started again at the same port. One thread. */
final class ReceiverProcess implements AutoCloseable {

  /* Small and quick to start. */
  private static final List<String> JVM = List.of(
      "-Xmx64m",
      "-XX:+UseSerialGC",
      "-XX:TieredStopAtLevel=1",
      "-Xshare:auto",
      "-XX:MaxDirectMemorySize=64m",
      "-Dsun.net.httpserver.nodelay=true",
      "-Dio.grpc.netty.shaded.io.netty.allocator.numDirectArenas=1",
      "-Dio.grpc.netty.shaded.io.netty.allocator.numHeapArenas=1");

  private final ChaosVendor vendor;
  private final int port;
  private final Path folder;
  private ChildJvm process;
  private String key;
  private String certificates;
  private boolean isReady;

  private ReceiverProcess(
      ChaosVendor vendor, int port, Path folder, String key, String certificates)
      throws IOException {
    this.vendor = vendor;
    this.port = port;
    this.folder = folder;
    this.key = key;
    this.certificates = certificates;
    this.process = launch();
  }

  /** Starts the process; {@link #awaitReady} tells when it listens. */
  static ReceiverProcess start(
      ChaosVendor vendor, int port, Path folder, String key, Path certificates) throws IOException {
    return new ReceiverProcess(
        vendor, port, folder, key, vendor.isSecure() ? certificates.toString() : "plain");
  }

  private ChildJvm launch() throws IOException {
    return ChildJvm.start(
        ChaosReceiver.class,
        JVM,
        List.of(
            vendor.protocol().name(),
            Integer.toString(port),
            journal().toString(),
            key,
            certificates),
        ProcessBuilder.Redirect.appendTo(folder.resolve(vendor.label() + ".err").toFile()));
  }

  Path journal() {
    return folder.resolve(vendor.label() + ".journal");
  }

  void awaitReady() throws IOException {
    if (!isReady) {
      process.line();
      isReady = true;
    }
  }

  void mode(ReceiverMode mode) throws IOException {
    command("mode " + mode);
  }

  void require(String newKey) throws IOException {
    key = newKey;
    command("key " + newKey);
  }

  void show(Path newCertificates) throws IOException {
    certificates = newCertificates.toString();
    command("cert " + newCertificates);
  }

  void closePort() throws IOException {
    command("down");
  }

  void openPort() throws IOException {
    command("up");
  }

  private void command(String line) throws IOException {
    awaitReady();
    process.say(line);
    process.line();
  }

  void kill() throws InterruptedException {
    process.kill();
  }

  /** Starts the process again; the next command waits until it listens. */
  void restart() throws IOException {
    isReady = false;
    process = launch();
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.close();
  }
}
